import type { Type } from '@nestjs/common';
import { GetByReferenceHandler } from './get-by-reference.js';
import { PutByReferenceHandler } from './put-by-reference.handler.js';

export const referenceHandlers: readonly Type[] = [PutByReferenceHandler, GetByReferenceHandler];
