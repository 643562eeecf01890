import { Injectable } from '@nestjs/common';
import { CommandExecutor, type AggregateRef } from '../../commands/command-executor.js';
import type { ExpectedRevision } from '../../event-log/event-log.js';
import { referenceKey, type Reference } from '../../kernel/references.js';
import { sortableFields } from '../../read-store/fields.js';
import { listInMemory } from '../../read-store/list-in-memory.js';
import { parseFilter } from '../../read-store/filter.parse.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import { rowByReference } from '../../read-store/row-by-reference.js';
import type { AsOf, ListPage, ListQuery, Snapshot, Viewer } from '../../read-store/read-store.js';
import { isVisible } from '../../read-store/visibility.js';
import type { Recorded } from '../commands/command.js';
import { asOfShown } from './as-of.js';
import type { Moment } from './moments.js';
import { noRecord } from './no-record.js';
import { allOf, projectFilter } from './project-scope.js';
import type { ListOf, Question } from './question.js';
import { Reading, type Answering } from './reading.js';
import { settingAt, settingsAt } from './rows-at.js';
import { sortFrom } from './sort.js';
import { shownAt, toResource, type Resource } from '../register/resource.js';

export interface ResourcePage {
  readonly items: readonly Resource[];
  readonly next: string | null;
  readonly count?: { readonly value: number; readonly exact: boolean };
}

/** Lists and single records of read models. */
@Injectable()
export class Records {
  constructor(
    private readonly reading: Reading,
    private readonly executor: CommandExecutor,
  ) {}

  /** A page with personal data opened. @throws QueryRefused */
  async list(asked: ListOf): Promise<ResourcePage> {
    const { model } = asked;
    if (!model.keepsHistory) return this.reading.answer(asked, ({ store }) => this.page(asked, store, {}));
    return this.reading.page(asked, async ({ store, at }, cursor) => ({
      ...asOfShown(at),
      ...(await this.page({ ...asked, cursor }, store, at)),
    }));
  }

  private async page(asked: ListOf, store: Snapshot, at: AsOf): Promise<ResourcePage> {
    const { items, ...page } = await this.rows(asked.model, asked, store, at);
    const shown = await this.reading.open(items);
    return { items: shown.map(toResource), ...page };
  }

  /** A page as it is stored, personal data still sealed. @throws QueryRefused */
  async rows<R extends Row>(
    model: ReadModel<R>,
    asked: Omit<ListOf, 'model'>,
    store: Snapshot,
    at: AsOf,
  ): Promise<ListPage<R>> {
    const { viewer, within, project, cursor, q } = asked;
    const filter = asked.filter === undefined ? undefined : parseFilter(model, asked.filter);
    const query: ListQuery = {
      viewer,
      filter: allOf(within, filter, await projectFilter(store, project, at, viewer)),
      search: q,
      sort: sortFrom(sortableFields(model), asked.sort),
      limit: Number(asked.limit ?? 50),
      cursor,
      countUpTo: Number(asked.countUpTo ?? 1000),
      at,
    };
    // What a row shows then is not what is stored: a list of it is made of what it shows.
    if (!isShownByDate(model, at)) return store.list(model, query);
    return listInMemory(model, await settingsAt(store, model, at, viewer), query);
  }

  /** One record as the read model has it, now or then. @throws DomainError `record-not-found` */
  get(model: ReadModel, id: string, asked: Question): Promise<Resource> {
    const isPast = asked.asOf !== undefined || asked.knownAt !== undefined;
    return this.reading.answer(asked, async ({ store, at }) => {
      const then = isPast ? at : { on: at.on };
      const row = isShownByDate(model, then)
        ? await settingAt(store, model, id, then, asked.viewer)
        : await store.get(model, id, asked.viewer, then);
      return this.shown(row ?? noRecord(id, then), isPast ? at : undefined);
    });
  }

  /** The row that an outside system calls so, now or then; undefined: there is none. */
  async named(
    model: ReadModel,
    reference: Reference,
    viewer: Viewer,
    { store, at }: Answering,
  ): Promise<Row | undefined> {
    const then = model.keepsHistory ? at : {};
    if (!isShownByDate(model, at)) return rowByReference(store, model, reference, viewer, then);
    const filter = { references: { contains: referenceKey(reference) } };
    const rows = await settingsAt(store, model, at, viewer);
    return listInMemory(model, rows, { viewer, filter, limit: 1, at }).items[0];
  }

  /** One record as its stream has it now, never late. @throws DomainError `record-not-found`, also of one that the viewer may not see */
  async current(
    aggregate: AggregateRef<Recorded>,
    model: ReadModel,
    id: string,
    viewer: Viewer,
  ): Promise<{ readonly record: Resource; readonly revision: ExpectedRevision }> {
    const { state, revision } = await this.executor.load(aggregate, id);
    const { record } = state;
    if (record === null || !isVisible(model, record, viewer)) return noRecord(id);
    return { record: toResource(shownAt(model, record, this.reading.today)), revision };
  }

  /** With personal data opened, and with the instants of an answer about the past. */
  async shown(row: Row, at?: Moment): Promise<Resource> {
    return { ...toResource(await this.reading.open(row)), ...(at && asOfShown(at)) };
  }
}

const isShownByDate = ({ isSetting, inForce }: ReadModel, { asOf, knownAt }: AsOf): boolean =>
  isSetting && (inForce !== undefined || asOf !== undefined || knownAt !== undefined);
