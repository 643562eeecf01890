import { millisOf, type Instant } from '../../kernel/dates.js';
import type { ReadModel, Row } from '../read-model.js';
import type { ModelStates } from '../read-store-maintenance.js';
import {
  ReadModelRebuilding,
  ReadStoreUnavailable,
  type AsOf,
  type Group,
  type GroupQuery,
  type ListPage,
  type ListQuery,
  type Snapshot,
  type Viewer,
} from '../read-store.js';
import { historyOf, sourcesOf } from './as-of.js';
import { promised, type SqliteDatabase } from './database.js';
import { groupRows } from './groups.js';
import { listRows } from './list.js';
import { loadRows, parsed } from './rows.js';
import { rowsTable } from './schema.js';
import { allOf, sql, type Sql } from './sql.js';
import { visibleTo } from './visibility.js';

/** What a connection's rows answer: of one moment where a transaction was begun on it, else of a moment for each question. */
export class SqliteSnapshot implements Snapshot {
  private isOver = false;

  /**
   * @param states What there is of the models that are not as this code has them.
   * @param isGivenUp Whether nobody waits for the answer any more: nothing else is read for it then.
   */
  constructor(
    private readonly database: SqliteDatabase,
    private readonly states: ModelStates,
    private readonly isGivenUp: () => boolean = () => false,
  ) {}

  load<R extends Row>(model: ReadModel<R>, ids: readonly string[]): Promise<ReadonlyMap<string, R>> {
    return this.asked(model, () => loadRows(this.database, model, ids));
  }

  get<R extends Row>(model: ReadModel<R>, id: string, viewer: Viewer, at?: AsOf): Promise<R | undefined> {
    return this.asked(model, () => {
      for (const { table, holds } of sourcesOf(this.database, model, at)) {
        const condition = allOf([sql('_id = ?', id), visibleTo(model, table, viewer)]);
        const found = this.database.get(select(`SELECT _doc FROM ${table}`, allOf([condition, holds])));
        if (found !== undefined) return parsed<R>(found[0]);
      }
      return undefined;
    });
  }

  earliest<R extends Row>(
    model: ReadModel<R>,
    ids: readonly string[],
    viewer: Viewer,
    knownAt?: Instant,
  ): Promise<ReadonlyMap<string, R>> {
    return this.asked(model, () => {
      const wanted = sql('_id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
      const known = knownAt === undefined ? sql('1') : sql('_from_recorded <= ?', millisOf(knownAt));
      const among = (table: string) => allOf([wanted, known, visibleTo(model, table, viewer)]);
      // Versions that ended are numbered in the order of their row; the first one found stays.
      const [past, current] = [historyOf(model), rowsTable(model)];
      const ended = select(`SELECT _id, _doc FROM ${past}`, among(past), 'ORDER BY _version');
      const rows = select(`SELECT _id, _doc FROM ${current}`, among(current));
      const earliest = new Map<string, R>();
      for (const [id, document] of [...this.database.all(ended), ...this.database.all(rows)]) {
        if (!earliest.has(String(id))) earliest.set(String(id), parsed<R>(document));
      }
      return earliest;
    });
  }

  list<R extends Row>(model: ReadModel<R>, query: ListQuery): Promise<ListPage<R>> {
    return this.asked(model, () => listRows(this.database, model, query));
  }

  group(model: ReadModel, query: GroupQuery): Promise<readonly Group[]> {
    return this.asked(model, () => groupRows(this.database, model, query));
  }

  asked<T>(model: ReadModel, work: () => T): Promise<T> {
    return promised(() => {
      if (this.isOver || this.isGivenUp())
        throw new ReadStoreUnavailable('The reading is over: its moment is not kept any more.');
      if (this.states.get(model.name) === 'nothing') throw new ReadModelRebuilding(model.name);
      return this.database.reading(work);
    });
  }

  /** Nothing is answered from now on. */
  end(): void {
    this.isOver = true;
  }
}

const select = (from: string, where: Sql, ending = ''): Sql => ({
  sql: `${from} WHERE ${where.sql} ${ending}`,
  values: where.values,
});
