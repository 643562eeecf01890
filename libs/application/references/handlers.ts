import type { Type } from '@nestjs/common';
import { ImportRecordHandler } from './import-record.handler.js';
import { GetByReferenceHandler } from './get-by-reference.js';
import { PutByReferenceHandler } from './put-by-reference.handler.js';

export const referenceHandlers: readonly Type[] = [PutByReferenceHandler, GetByReferenceHandler, ImportRecordHandler];
