import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CommandExecutor, type AggregateRef } from '../../commands/command-executor.js';
import { referenceKey, type Reference } from '../../kernel/references.js';
import { noRecord } from '../records/no-record.js';
import { QuestionOf, type Question } from '../records/question.js';
import { Reading } from '../records/reading.js';
import type { FoundRecord } from '../records/record-queries.js';
import { Records } from '../records/records.js';
import { recordOf, type Registration } from '../register/registered.js';
import { isMeant, ownRecord, type NamedState } from './named-record.js';

/** The record that another system calls so: read now from its stream, with its revision; then as its read model had it. */
export class GetByReference extends QuestionOf<
  Question & {
    readonly reference: Reference;
    readonly aggregate: AggregateRef<NamedState> & { readonly registration: Registration };
  },
  FoundRecord
> {}

@QueryHandler(GetByReference)
export class GetByReferenceHandler implements IQueryHandler<GetByReference> {
  constructor(
    private readonly records: Records,
    private readonly reading: Reading,
    private readonly executor: CommandExecutor,
  ) {}

  async execute({ asked }: GetByReference): Promise<FoundRecord> {
    const { aggregate, reference, viewer } = asked;
    const model = recordOf(aggregate);
    const isNow = asked.asOf === undefined && asked.knownAt === undefined;
    if (isNow) {
      await this.reading.notBefore(asked);
      const look = async (id: string) => ({ now: await this.executor.load(aggregate, id) });
      const own = await ownRecord(aggregate.category, reference, look);
      if (isMeant(own, reference)) return this.records.current(aggregate, model, own.id, viewer);
    }
    const { row, at } = await this.reading.answer(asked, async (answering) => {
      const found = await this.records.named(model, reference, viewer, answering);
      return { row: found ?? noRecord(referenceKey(reference), isNow ? {} : answering.at), at: answering.at };
    });
    if (isNow) return this.records.current(aggregate, model, row._id, viewer);
    return { record: await this.records.shown(row, at) };
  }
}
