import type { Type } from '@nestjs/common';
import { ListRecordsHandler, GetRecordHandler } from './record-queries.js';
import { RecordsOfHandler, RelationsOfAccountHandler } from './related.js';

export const recordHandlers: readonly Type[] = [
  ListRecordsHandler,
  GetRecordHandler,
  RecordsOfHandler,
  RelationsOfAccountHandler,
];
