import type { Viewer } from '../read-store.js';
import { sql, type Sql } from './sql.js';

/** The one condition that keeps from a viewer what they may not see; every query has it. All viewers see everything for now. */
export const visibleTo = (_viewer: Viewer): Sql => sql('1');
