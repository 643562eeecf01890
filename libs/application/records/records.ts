import { Injectable } from '@nestjs/common';
import { CommandExecutor, type AggregateRef } from '../../commands/command-executor.js';
import type { ExpectedRevision } from '../../event-log/event-log.js';
import { referenceKey, type Reference } from '../../kernel/references.js';
import { listInMemory } from '../../read-store/list-in-memory.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import { rowByReference } from '../../read-store/row-by-reference.js';
import type { Viewer } from '../../read-store/read-store.js';
import { isVisible } from '../../read-store/visibility.js';
import type { Recorded } from '../commands/command.js';
import { asOfShown } from './as-of.js';
import type { Moment } from './moments.js';
import { noRecord } from './no-record.js';
import { isLong, isShownByDate, recordPage, type PageAsked, type ResourcePage } from './record-page.js';
import type { ListOf, Question } from './question.js';
import { Reading, type Answering } from './reading.js';
import { settingAt, settingsAt } from './rows-at.js';
import { shownAt, toResource, type Resource } from '../register/resource.js';

/** Lists and single records of read models. */
@Injectable()
export class Records {
  constructor(
    private readonly reading: Reading,
    private readonly executor: CommandExecutor,
  ) {}

  /** A page with personal data opened. @throws QueryRefused */
  async list({ model, asOf, knownAt, notBefore, ...asked }: ListOf): Promise<ResourcePage> {
    const { viewer, cursor } = asked;
    if (!model.keepsHistory) {
      await this.reading.notBefore({ viewer, notBefore });
      return this.page(model, { ...asked, at: {} }, false);
    }
    const question = { viewer, asOf, knownAt, notBefore, cursor };
    // The pages after the first are of its instants, which have passed.
    const isPast = asOf !== undefined || knownAt !== undefined || cursor !== undefined;
    return this.reading.page(question, async (at, place) => ({
      ...asOfShown(at),
      ...(await this.page(model, { ...asked, cursor: place, at }, isPast)),
    }));
  }

  private page(model: ReadModel, asked: PageAsked, isPast: boolean): Promise<ResourcePage> {
    return this.reading.make(recordPage, { ...asked, model: model.name }, isLong(model, asked, isPast));
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
