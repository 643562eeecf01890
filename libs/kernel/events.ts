import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Instant } from './dates.js';
import type { CommandId, EventId } from './ids.js';
import { withoutUndefined } from './json.js';

/** Who acted. */
export const Actor = Type.Object({
  kind: Type.Union([Type.Literal('user'), Type.Literal('key'), Type.Literal('process')]),
  id: Type.String(),
});
export type Actor = Readonly<Static<typeof Actor>>;

/** What is known about an event beside what happened. Never anything personal. */
export interface EventMetadata {
  readonly commandId: CommandId;
  /** SHA-256 of the request that the command id stands for: another request under the same id is refused. */
  readonly fingerprint: string;
  readonly correlationId: string;
  /** The event that caused the command, for commands of processes; the command that had to come first, if any; else the command's own id. */
  readonly causationId: string;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly source: 'api' | 'import' | 'rule' | 'process';
  readonly importId?: string;
  /** When it happened in the business; never before the stream's previous event. */
  readonly occurredAt: Instant;
}

/** What folding may know of an event beside what it says: in the log it always has it. */
export interface Happened {
  readonly metadata?: Pick<EventMetadata, 'occurredAt'>;
}

/** An event as the log keeps it. */
export interface RecordedEvent<Type extends string = string, Data = unknown> {
  readonly id: EventId;
  readonly type: Type;
  readonly data: Data;
  readonly metadata: EventMetadata;
  /** `<category>-<id>` */
  readonly stream: string;
  /** 0 for the stream's first event. */
  readonly revision: number;
  /** Opaque place in the whole log; see `Position`. */
  readonly position: string;
  /** When the log took it, by its own clock, which may step back: readers take the later of this and the stream's times before. */
  readonly recordedAt: Instant;
}

/** One definition of an event: its type, the check on append and the published JSON Schema. */
export interface EventType<Name extends string, Data> {
  readonly type: Name;
  readonly schema: TObject;
  /** Makes the event; keys whose value is undefined are dropped, as storing would. */
  of(data: Data): { readonly type: Name; readonly data: Data };
  /** What is wrong with the data, as text, or undefined when it fits. */
  problemWith(data: unknown): string | undefined;
}

/** The event union of an aggregate: `type AccountEvent = EventOf<(typeof accountEvents)[number]>`. */
export type EventOf<E> =
  E extends EventType<infer Name, infer Data> ? { readonly type: Name; readonly data: Data } : never;

/** What an event of the definition says. */
export type DataOf<E> = E extends EventType<string, infer Data> ? Readonly<Data> : never;

/** The same events as the log returns them: `RecordedOf<AccountEvent>`. */
export type RecordedOf<E> = E extends { readonly type: infer Name extends string; readonly data: infer Data }
  ? RecordedEvent<Name, Data>
  : never;

/** Whether a recorded event is of this definition. */
export const isEvent = <Name extends string, Data>(
  { type }: EventType<Name, Data>,
  event: RecordedEvent,
): event is RecordedEvent<Name, Data> => event.type === type;

/** The schema of the event itself: its type beside its data. */
export const eventSchema = ({ type, schema }: EventType<string, unknown>): TObject =>
  Type.Object({ type: Type.Literal(type), data: schema });

/** Defines an event. Stored for good: a breaking change is a new type (`….v2`) with an upcaster. */
export function eventType<Name extends string, P extends TProperties>(
  name: Name,
  properties: P,
): EventType<Name, Static<TObject<P>>> {
  const schema = Type.Object(properties, { title: name });
  // Compiled when the first one is checked: a program starts without most of them.
  let compiled: ReturnType<typeof Compile<typeof schema>> | undefined;
  return {
    type: name,
    schema,
    of: (data) => ({ type: name, data: withoutUndefined(data) }),
    problemWith: (data) => {
      const validator = (compiled ??= Compile(schema));
      if (validator.Check(data)) return undefined;
      return validator
        .Errors(data)
        .map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
        .join('; ');
    },
  };
}
