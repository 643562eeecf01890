import type { Static, TObject } from 'typebox';
import type { DateOnly, Instant } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import type { RecordedEvent, RecordedOf } from '../kernel/events.js';

/** What a field holds that lists can filter and sort by. `integer` is for sums; the others compare as text. */
export type ScalarType = 'text' | 'integer' | 'boolean' | 'date' | 'instant';

/**
 * What lists can filter by and not sort: `texts` is a list of them (tags, ids), `references` one of `{system, type, id}`, each of
 * which is asked for by its `referenceKey`. An element is found by an index.
 */
export type ListType = 'texts' | 'references';

export type FieldType = ScalarType | ListType;

export const isListType = (type: FieldType): type is ListType => type === 'texts' || type === 'references';

/** The types of custom fields by their definition's id. A definition keeps its type: a value of another counts as none. */
export type CustomFields = Readonly<Record<string, Exclude<FieldType, 'references'>>>;

/** A row of a read model: plain JSON under a key. */
export interface Row {
  readonly _id: string;
}

/** Changes the row of the event's own stream: the key is the stream's id. Returns null to remove it. */
export type Reducer<R extends Row, E> = { reduce(row: R, event: E): R | null }['reduce'];

/** Changes rows under other keys; each key's row must come from one stream only where the model keeps history. */
export interface Reaction<R extends Row, E> {
  keys(event: E): readonly string[];
  /**
   * `others`, in a model whose rows go together: those under the event's other keys; the keys are taken in their order. Not named
   * apply: every function has a property of that name, and the union with Reducer would lose its types.
   */
  change(row: R | undefined, event: E, key: string, others: RowsByKey<R>): R | null;
}

/** Undefined where there is no row. */
export type RowsByKey<R extends Row> = (key: string) => R | undefined;

/** The time that a question is about, without what was known: now, without one. `on`: the date that it is then in the organisation's zone. */
export interface Moment {
  readonly asOf?: Instant | undefined;
  readonly on?: DateOnly | undefined;
}

/** As a method: a model of one kind of row is a model of rows. */
export type InForce<R extends Row> = { of(row: R, known: R, at: Moment): R }['of'];

/** Pure functions by event type: no I/O, no clock, no refusal. A type without one leaves the model alone. */
export type Reactions<R extends Row, E extends DomainEvent> = {
  readonly [Name in E['type']]?:
    Reducer<R, RecordedOf<Extract<E, { type: Name }>>> | Reaction<R, RecordedOf<Extract<E, { type: Name }>>>;
};

/**
 * A read model as data. The same reducers run live, in rebuilds and in replays, on every store.
 * - `row`: the row's schema, from which its type and the API's documentation follow
 * - `fields`: the row's own top-level fields that can be filtered, sorted and summed
 * - `search`: those of its text fields that are searched by words, and filtered by `contains` and `startsWith`
 * - `custom`: rows have values under `custom`, by the id of their field's definition, that can be filtered and sorted by
 * - `indexes`: groups of fields that are looked up together
 * - `groupings`: groups of fields in whose order a model with history is counted and added up, now or as of any date
 * - `keepsHistory`: every version is kept with the times it held on both axes; each row then folds one stream
 * - `together`: what becomes of one row of a stream depends on its others; they are changed, and parked, together
 * - `isSetting`: a row holds from the beginning: before its first event it shows as it was first
 * - `inForce`: what the row shows at a time, with all that is known to hold since some date; `known` is the row as it is known, whenever that was entered
 * - `sequenced`: rows are numbered 1, 2, 3 … in log order under `sequence`, and are never changed (the contract feed)
 */
export interface ReadModel<R extends Row = Row> {
  readonly name: string;
  readonly version: number;
  readonly row: TObject;
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly search: readonly string[];
  readonly custom: boolean;
  readonly indexes: readonly (readonly string[])[];
  readonly groupings: readonly (readonly string[])[];
  readonly keepsHistory: boolean;
  readonly together: boolean;
  readonly isSetting: boolean;
  readonly inForce?: InForce<R> | undefined;
  readonly sequenced: boolean;
  readonly on: Readonly<Record<string, Reducer<R, RecordedEvent> | Reaction<R, RecordedEvent>>>;
}

/** Defines a read model over the events of one or several aggregates. */
export const readModel =
  <E extends DomainEvent>() =>
  <Schema extends TObject>(
    definition: Pick<ReadModel, 'name' | 'version' | 'fields' | 'indexes'> & {
      readonly row: Schema;
      readonly search?: ReadModel['search'];
      readonly custom?: boolean;
      readonly groupings?: ReadModel['groupings'];
      readonly keepsHistory?: boolean;
      readonly together?: boolean;
      readonly isSetting?: boolean;
      readonly inForce?: InForce<Static<Schema> & Row>;
      readonly sequenced?: boolean;
      readonly on: Reactions<Static<Schema> & Row, E>;
    },
  ): ReadModel<Static<Schema> & Row> => ({
    search: [],
    custom: false,
    groupings: [],
    keepsHistory: false,
    together: false,
    isSetting: false,
    sequenced: false,
    ...definition,
    // Safe: the engine looks a reaction up by the event's type and hands it that event.
    on: definition.on as unknown as ReadModel<Static<Schema> & Row>['on'],
  });
