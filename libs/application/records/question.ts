import { Query } from '@nestjs/cqrs';
import type { Filter } from '../../read-store/filter.js';
import type { ReadModel } from '../../read-store/read-model.js';
import type { Viewer } from '../../read-store/read-store.js';

/** What every question to the read models says: who asks, and as of when. Dates and times with their zone are text. */
export interface Question {
  readonly viewer: Viewer;
  /** What held then: a date (to its end) or a time. */
  readonly asOf?: string | undefined;
  /** What had been recorded by then. */
  readonly knownAt?: string | undefined;
  /** A position that a command answered: the answer is not older. */
  readonly notBefore?: string | undefined;
}

/** A page of a list: the filter as JSON text, the sort as fields with commas between and `-` before one that descends. */
export interface ListQuestion extends Question {
  readonly filter?: string | undefined;
  /** Words that the record's searched text has, each at least in its beginning. */
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly limit?: string | undefined;
  readonly cursor?: string | undefined;
  readonly countUpTo?: string | undefined;
  /** SET-09: the project and all below it. */
  readonly project?: string | undefined;
}

/** A question on the QueryBus: data, with a class per question. */
export abstract class QuestionOf<Asked extends Question, Answer> extends Query<Answer> {
  constructor(readonly asked: Asked) {
    super();
  }
}

/** The list of a model's records, or of those `within` a filter. */
export interface ListOf extends ListQuestion {
  readonly model: ReadModel;
  readonly within?: Filter | undefined;
}
