import type { Instant } from '../kernel/dates.js';
import type { Position } from '../event-log/event-log.js';
import type { Filter } from './filter.js';
import type { CustomFields, Moment, ReadModel, Row } from './read-model.js';

/**
 * On whose behalf a query runs; every query takes one. All-seeing until access control comes; else the rows that match, by the name of
 * their model, and no others. The filters name declared fields that are never sealed, so that a record in hand can be asked too.
 */
export type Viewer = { readonly sees: 'everything' | Readonly<Record<string, Filter>> };
export const everything: Viewer = { sees: 'everything' };

/**
 * The point in time a question is about. `asOf`: what held then; `knownAt`: what had been recorded by then; both are inclusive.
 * Neither: now. Only models that keep history can be asked.
 */
export interface AsOf extends Moment {
  readonly knownAt?: Instant | undefined;
}

/** One version of a row in the order of its stream: what it became (null: removed), and since when on both axes. */
export interface Version {
  readonly id: string;
  readonly row: Row | null;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}

/** What a page of events did to one read model. `rows` has each touched key once, as it is after the page. */
export interface ModelChanges {
  readonly model: ReadModel;
  readonly rows: ReadonlyMap<string, Row | null>;
  /** All versions in between, for models that keep history, in order. */
  readonly versions: readonly Version[];
  /** For sequenced models: the number of the last of these rows. */
  readonly lastSequence?: number;
}

/** The reader whose checkpoint is that of the read models. */
export const projections = 'projections';

/** The documents in which the projections keep what they had to park. */
export const parkedEvents = 'parked';

/** Named JSON documents beside the rows: state of processes, parked events. */
export interface DocumentChange {
  readonly collection: string;
  readonly id: string;
  readonly document: object | null;
}

export interface Flush {
  /** Whose progress this is: `projections`, or a process's name. */
  readonly reader: string;
  /** From where the reader went on: what is stored as its checkpoint; undefined: nothing is. */
  readonly after: Position | undefined;
  readonly checkpoint: Position;
  readonly changes: readonly ModelChanges[];
  readonly documents: readonly DocumentChange[];
  /** The latest instants of the events that this takes the reader over; without it none is later than before. */
  readonly latest?: Latest | undefined;
}

/** Nothing among these events has happened, or was recorded, later. */
export interface Latest {
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}

export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

/** Which rows a question is about: those that match all of this, for lists, counts, groups and sums alike. */
export interface Selection {
  readonly viewer: Viewer;
  readonly filter?: Filter | undefined;
  /** Words, each of which begins a word in one of the model's `search` fields, whatever its case and accents. */
  readonly search?: string | undefined;
  /** The custom fields that may be named, as `custom.<id>`. */
  readonly customFields?: CustomFields | undefined;
  readonly at?: AsOf;
}

export interface ListQuery extends Selection {
  /** Ties are broken by `_id`, in the direction of the last field; rows without the field come first when ascending. */
  readonly sort?: readonly Sort[];
  readonly limit: number;
  /** The `next` of the page before: keyset, so that nothing is missed or repeated while others write. */
  readonly cursor?: string | undefined;
  /** Count all matches up to this many; without it nothing is counted. */
  readonly countUpTo?: number;
}

export interface ListPage<R> {
  readonly items: readonly R[];
  readonly next: string | null;
  readonly count?: { readonly value: number; readonly exact: boolean };
}

export interface GroupQuery extends Selection {
  readonly groupBy: readonly string[];
  /** Integer fields to add up. */
  readonly sums: readonly string[];
}

/** One group: its keys in the order asked (null where rows have none, 1 and 0 for true and false), how many rows, and the sums as exact integer text. */
export interface Group {
  readonly keys: readonly (string | number | null)[];
  readonly count: number;
  readonly sums: readonly string[];
}

/** Rows to answer from, with all that belongs to them: what lists, reports and look-ups ask. */
export interface Snapshot {
  /** The current rows of these keys; keys without a row are missing from the answer. */
  load<R extends Row>(model: ReadModel<R>, ids: readonly string[]): Promise<ReadonlyMap<string, R>>;
  get<R extends Row>(model: ReadModel<R>, id: string, viewer: Viewer, at?: AsOf): Promise<R | undefined>;
  /** The earliest version of these rows, of those that were known then: settings hold from the beginning (DESIGN.md section 3). */
  earliest<R extends Row>(
    model: ReadModel<R>,
    ids: readonly string[],
    viewer: Viewer,
    knownAt?: Instant,
  ): Promise<ReadonlyMap<string, R>>;
  list<R extends Row>(model: ReadModel<R>, query: ListQuery): Promise<ListPage<R>>;
  /** Groups rows, counting and adding up; sorted by keys. No rows, no groups. */
  group(model: ReadModel, query: GroupQuery): Promise<readonly Group[]>;
}

/** Where read models live. It stores rows; it never applies events itself. Asked directly, each question is of a moment of its own. */
export interface ReadStore extends Snapshot {
  /** So many rows, versions and documents one flush may carry; more only where a single event changes more. */
  readonly mostPerFlush: number;
  /** How far the reader's work is stored; undefined: nothing yet. */
  checkpoint(reader: string): Promise<Position | undefined>;
  /** How far the projections are, with the latest instants of all that they have taken; undefined: nothing yet. */
  latest(): Promise<({ readonly position: Position } & Latest) | undefined>;
  /** The last number that a sequenced model has, as stored together with the checkpoint; 0: none yet. */
  lastSequence(model: ReadModel): Promise<number>;
  /**
   * Rows, versions, documents and the checkpoint in one transaction.
   * @throws CheckpointMoved when the reader's stored checkpoint is not `after`; nothing is stored then
   */
  flush(flush: Flush): Promise<void>;
  /** Stores documents that belong to no reader's progress, all or none. */
  put(documents: readonly DocumentChange[]): Promise<void>;
  /** The collection's documents by their ids: those of `ids` that are there, or all. */
  documents<D extends object>(collection: string, ids?: readonly string[]): Promise<ReadonlyMap<string, D>>;

  /**
   * All that one answer is made of, from one moment, whoever writes meanwhile. The work must not wait for anything to be stored: a
   * store may have to wait for it. @throws ReadStoreUnavailable when it takes too long to be kept from what comes after it
   */
  reading<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Somebody else has stored progress of the same reader: what was made from `after` on is not to be stored. Go on from the store's checkpoint. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** Checks, in a flush's transaction, that the reader stands where it believes to stand. @throws CheckpointMoved */
export function mustStandAt({ reader, after }: Pick<Flush, 'reader' | 'after'>, stored: Position | undefined): void {
  if (stored === after) return;
  throw new CheckpointMoved(`${reader} stands at ${stored ?? 'the beginning'}, not at ${after ?? 'the beginning'}.`);
}

/** What can be wrong with a query. */
export const queryFaults = [
  'unknown-field',
  'duplicate-field',
  'bad-filter',
  'bad-search',
  'bad-cursor',
  'no-history',
] as const;
export type QueryFault = (typeof queryFaults)[number];

/** The query names a field the model has not declared, or one twice to sort by, compares it with what it cannot be, or has a cursor that is not one of its own. */
export class QueryRefused extends Error {
  override readonly name = 'QueryRefused';
  constructor(
    readonly code: QueryFault,
    message: string,
  ) {
    super(message);
  }
}

/** The store cannot be read or written now: its disk is full, say, or its file damaged. */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
}

/** There is nothing to answer from yet: the read model is being made from the log. */
export class ReadModelRebuilding extends Error {
  override readonly name = 'ReadModelRebuilding';
  constructor(readonly model: string) {
    super(`The read model "${model}" is being made from the log; it answers when that is done.`);
  }
}
