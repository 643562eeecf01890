import Type, { type Static, type TProperties } from 'typebox';
import { Instant } from '../../../libs/kernel/dates.js';
import { Nullable } from '../../../projections/row-schemas.js';

const count = Type.Integer({ minimum: 0 });
const position = Type.Optional(Type.String({ description: 'In the event log; not there while nothing was read.' }));
const caughtUp = Type.Boolean({ description: 'Nothing in the log is still to be taken.' });
const lagSeconds = Type.Number({
  minimum: 0,
  description: 'Since when the oldest event waits that was not taken yet.',
});

/** Without it: the log cannot tell how many events are still to be taken. */
const lagEvents = Type.Optional(Type.Integer({ minimum: 0, description: 'How many events are still to be taken.' }));

const Names = Type.Immutable(Type.Array(Type.String()));
/** What is rebuilt from the log: `older` answer with the rows of their older version, `missing` with 503 `rebuilding`. */
const remaking = Type.Optional(Type.Object({ older: Names, missing: Names, problem: Type.Optional(Type.String()) }));

const ProcessStatus = Type.Object({
  name: Type.String(),
  state: Type.Union([
    Type.Literal('stopped'),
    Type.Literal('running'),
    Type.Literal('waiting'),
    Type.Literal('failed'),
  ]),
  position,
  caughtUp,
  lagSeconds: Type.Optional(lagSeconds),
  lagEvents,
  parked: count,
  problem: Type.Optional(Type.String()),
});

export const StatusAnswer = Type.Object({
  log: Type.Object({ format: Type.String(), head: Type.Optional(Type.String({ description: 'Where it ends.' })) }),
  projections: Type.Object({
    position,
    caughtUp,
    lagSeconds,
    lagEvents,
    parked: Type.Optional(count),
    stuck: Type.Optional(
      Type.Object({ since: Instant, message: Type.String() }, { description: 'Why nothing moves.' }),
    ),
    remaking,
  }),
  processes: Type.Array(ProcessStatus),
  feed: Type.Object(
    { subscribers: count, lagEvents: Type.Optional(count) },
    { description: 'Who reads the contract feed live in this process, and how far the last of them is behind it.' },
  ),
  leases: Type.Immutable(
    Type.Array(Type.Object({ lease: Type.String(), holder: Type.Optional(Type.String()) }), {
      description: 'Which process is in charge of what; without a holder none is. Empty where there is only one.',
    }),
  ),
});
export type StatusAnswer = Static<typeof StatusAnswer>;

/** Without `lagSeconds` while the log cannot tell. */
const behind = { caughtUp, lagSeconds: Type.Optional(lagSeconds) };

export const ReadinessAnswer = Type.Object({
  ready: Type.Boolean({ description: 'Every list and report answers, at most some seconds behind the log.' }),
  caughtUp,
  projections: Type.Object({ position, ...behind, remaking }),
  processes: Type.Immutable(Type.Array(Type.Object({ name: Type.String(), ...behind, parked: count }))),
});

const parked = {
  at: Type.String({ description: 'The read model, or the process.' }),
  key: Type.String({ description: 'What waits.' }),
  event: Type.Object({
    id: Type.String(),
    type: Type.String(),
    stream: Type.String(),
    revision: Type.Integer(),
    position: Type.String(),
  }),
  since: Instant,
};
const why = {
  message: Type.String(),
  behind: Type.Integer({ minimum: 0, description: 'How many later events wait with it.' }),
};
const listOf = (fields: TProperties) => Type.Array(Type.Object(fields));

export const ParkedAnswer = Type.Object({
  projections: listOf({ ...parked, ...why }),
  processes: listOf({ ...parked, code: Type.String(), ...why }),
});
export type ParkedAnswer = Static<typeof ParkedAnswer>;

export const SettledAnswer = Type.Object({ settled: Type.Boolean() });
export const ReplayAnswer = Type.Object({ done: Type.Boolean() });
export const RebuildAnswer = Type.Object({ rebuilt: Type.Literal(true) });

const columns = Nullable(Type.String({ description: 'Its columns as text; null: there is none.' }));
export const VerifyAnswer = Type.Object({
  equal: Type.Boolean(),
  rows: Type.Integer({ minimum: 0, description: 'How many rows and versions were compared.' }),
  differences: Type.Immutable(
    Type.Array(Type.Object({ model: Type.String(), id: Type.String(), live: columns, rebuilt: columns }), {
      description: 'The first 20.',
    }),
  ),
  events: count,
  keysMissing: count,
});

export const VersionAnswer = Type.Object({
  name: Type.String(),
  version: Type.String(),
  commit: Type.Optional(Type.String()),
  logFormat: Type.String(),
});
