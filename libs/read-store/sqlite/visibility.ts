import type { ReadModel } from '../read-model.js';
import type { Viewer } from '../read-store.js';
import { visibilityOf } from '../visibility.js';
import { filterSql } from './filter.sql.js';
import type { Sql } from './sql.js';

/** The one condition on a table's rows that keeps from a viewer what they may not see; every query has it. */
export const visibleTo = (model: ReadModel, viewer: Viewer, table: string): Sql =>
  filterSql(model, visibilityOf(model, viewer), table);
