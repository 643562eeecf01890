import type { Instant } from '../../kernel/dates.js';
import type { Decider, DomainEvent } from '../../kernel/decider.js';
import type { Refusals } from '../../kernel/domain-error.js';
import type { EventType, RecordedEvent, RecordedOf } from '../../kernel/events.js';
import { withRecord, type StateWithRecord } from '../../projection/with-record.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';

/** What an aggregate is to everything around it, said once. */
export interface Registration {
  readonly events: readonly EventType<string, unknown>[];
  /** Its codes, each with its kind. */
  readonly refusals: Refusals;
  /** The read model whose rows are its records. */
  readonly record?: ReadModel | undefined;
  /** `/v1/<path>`, where its records are read; and the heading of its routes in the documentation. */
  readonly path?: string | undefined;
  readonly tag?: string | undefined;
  /** Whose timeline an event belongs to: `account:<id>`, `opportunity:<id>` and so on. Without it, to none. */
  readonly subjectOf?: SubjectOf<RecordedEvent> | undefined;
  /** When an event happened that says so itself; undefined: as every event does. */
  readonly momentOf?: MomentOf<RecordedEvent> | undefined;
  /** Outside systems subscribe to its events. */
  readonly isPublished: boolean;
}

/** As a method: an aggregate's own is asked for its own events only. */
type SubjectOf<Event> = { of(event: Event): string }['of'];
type MomentOf<Event> = { of(event: Event): Instant | undefined }['of'];

/** A decider that everything around it knows. */
export type Registered<Command, Event extends DomainEvent, State> = Decider<Command, Event, State> & {
  readonly registration: Registration;
};

interface Parts<Command, Event extends DomainEvent, State> extends Partial<
  Omit<Registration, 'events' | 'record' | 'subjectOf' | 'momentOf'>
> {
  readonly decider: Decider<Command, Event, State>;
  readonly events: readonly EventType<Event['type'], unknown>[];
  readonly subjectOf?: SubjectOf<RecordedOf<Event>>;
  readonly momentOf?: MomentOf<RecordedOf<Event>>;
}

/** Registers an aggregate whose state goes with its record, so that commands answer it. */
export function registered<Command, Event extends DomainEvent, State, R extends Row>({
  record,
  ...parts
}: Parts<Command, Event, State> & { readonly record: ReadModel<R> }): Registered<
  Command,
  Event,
  StateWithRecord<State, R>
> {
  return { ...withRecord(parts.decider, record), registration: { ...registrationOf(parts), record } };
}

/** Registers an aggregate that nobody reads by itself. */
export const registeredWithoutRecord = <Command, Event extends DomainEvent, State>(
  parts: Parts<Command, Event, State>,
): Registered<Command, Event, State> => ({ ...parts.decider, registration: registrationOf(parts) });

function registrationOf<Command, Event extends DomainEvent, State>({
  events,
  refusals = {},
  path,
  tag = path,
  subjectOf,
  momentOf,
  isPublished = false,
}: Parts<Command, Event, State>): Registration {
  return {
    events,
    refusals,
    path,
    tag,
    subjectOf,
    momentOf,
    isPublished,
  };
}

/** The read model of its records. @throws TypeError for an aggregate that nobody reads by itself */
export function recordOf({ category, registration: { record } }: WithRegistration): ReadModel {
  if (record === undefined) throw new TypeError(`${category} is registered without a record.`);
  return record;
}

interface WithRegistration {
  readonly category: string;
  readonly registration: Registration;
}
