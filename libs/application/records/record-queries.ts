import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AggregateRef } from '../../commands/command-executor.js';
import type { ExpectedRevision } from '../../event-log/event-log.js';
import type { ReadModel } from '../../read-store/read-model.js';
import type { Recorded } from '../commands/command.js';
import { QuestionOf, type ListOf, type Question } from './question.js';
import { Reading } from './reading.js';
import type { ResourcePage } from './record-page.js';
import { Records } from './records.js';
import type { Resource } from '../register/resource.js';

export class ListRecords extends QuestionOf<ListOf, ResourcePage> {}

@QueryHandler(ListRecords)
export class ListRecordsHandler implements IQueryHandler<ListRecords> {
  constructor(private readonly records: Records) {}

  execute({ asked }: ListRecords): Promise<ResourcePage> {
    return this.records.list(asked);
  }
}

export interface OneRecord extends Question {
  readonly model: ReadModel;
  readonly id: string;
  /** The aggregate that it is a record of: what is read now then comes from its stream, never late, with its revision. */
  readonly aggregate?: AggregateRef<Recorded> | undefined;
}

export interface FoundRecord {
  readonly record: Resource;
  /** Of a record that is read now from its own stream. */
  readonly revision?: ExpectedRevision;
}

export class GetRecord extends QuestionOf<OneRecord, FoundRecord> {}

@QueryHandler(GetRecord)
export class GetRecordHandler implements IQueryHandler<GetRecord> {
  constructor(
    private readonly records: Records,
    private readonly reading: Reading,
  ) {}

  async execute({ asked }: GetRecord): Promise<FoundRecord> {
    const { model, id, viewer, aggregate, asOf, knownAt } = asked;
    if (aggregate === undefined || asOf !== undefined || knownAt !== undefined)
      return { record: await this.records.get(model, id, asked) };
    await this.reading.notBefore(asked);
    return this.records.current(aggregate, model, id, viewer);
  }
}
