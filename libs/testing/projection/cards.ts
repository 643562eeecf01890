import fc from 'fast-check';
import Type from 'typebox';
import type { Appended, EventLog } from '../../event-log/event-log.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { instantOf, millisOf } from '../../kernel/dates.js';
import { readModel, type ReadModel } from '../../read-store/read-model.js';
import { eventToAppend } from '../log/builders.js';
import { testStart, type FixedClock } from '../log/fixed-clock.js';

const CardOpened = eventType('CardOpened', { title: Type.String() });
const CardMoved = eventType('CardMoved', { to: Type.String(), points: Type.Integer() });
const CardTagged = eventType('CardTagged', { tags: Type.Array(Type.String()) });
const CardSeen = eventType('CardSeen', {});
const CardDeleted = eventType('CardDeleted', {});
export const cardEvents = [CardOpened, CardMoved, CardTagged, CardSeen, CardDeleted] as const;
export type CardEvent = EventOf<(typeof cardEvents)[number]>;

const idOf = (stream: string): string => stream.slice('card-'.length);

/** A row per stream, with history. */
export const cards = readModel<CardEvent>()({
  name: 'cards',
  version: 1,
  row: Type.Object({ _id: Type.String(), title: Type.String(), column: Type.String(), points: Type.Integer() }),
  fields: { column: 'text', points: 'integer' },
  indexes: [['column']],
  keepsHistory: true,
  on: {
    CardOpened: (_row, { stream, data }) => ({ _id: idOf(stream), title: data.title, column: 'new', points: 0 }),
    CardMoved: (row, { data }) => ({ ...row, column: data.to, points: row.points + data.points }),
    CardSeen: (row) => row,
    CardDeleted: () => null,
  },
});

/** Rows under keys of their own, each fed by many streams. */
export const tags = readModel<CardEvent>()({
  name: 'tags',
  version: 1,
  row: Type.Object({ _id: Type.String(), used: Type.Integer(), last: Type.String() }),
  fields: { used: 'integer' },
  indexes: [],
  on: {
    CardTagged: {
      keys: ({ data }) => data.tags,
      change: (row, { stream }, key) =>
        row?.used === 4 ? null : { _id: key, used: (row?.used ?? 0) + 1, last: stream },
    },
  },
});

/** Numbered in log order. */
export const feed = readModel<CardEvent>()({
  name: 'feed',
  version: 1,
  row: Type.Object({ _id: Type.String(), sequence: Type.Integer(), stream: Type.String(), type: Type.String() }),
  fields: { sequence: 'integer' },
  indexes: [['sequence']],
  sequenced: true,
  on: {
    CardOpened: (_row, { stream, type }) => ({ _id: '', sequence: 0, stream, type }),
    CardDeleted: (_row, { stream, type }) => ({ _id: '', sequence: 0, stream, type }),
  },
});

/** Where each card is, and a row per move that says where from: the rows of a card go together. */
export const paths = readModel<CardEvent>()({
  name: 'paths',
  version: 1,
  row: Type.Object({ _id: Type.String(), from: Type.String(), to: Type.String() }),
  fields: { to: 'text' },
  indexes: [],
  keepsHistory: true,
  together: true,
  on: {
    CardOpened: (_row, { stream }) => ({ _id: idOf(stream), from: '', to: 'new' }),
    CardMoved: {
      keys: ({ stream, revision }) => [`${idOf(stream)}/${String(revision)}`, idOf(stream)],
      change: (_row, { stream, data }, key, others) => {
        const card = idOf(stream);
        return { _id: key, from: key === card ? '' : (others(card)?.to ?? ''), to: data.to };
      },
    },
    CardDeleted: () => null,
  },
});

export const cardModels: readonly ReadModel[] = [cards, tags, feed, paths];

/** One event of one card, so many seconds after the one before; late ones happened before they were recorded. */
export interface Step {
  readonly card: string;
  readonly event: CardEvent;
  readonly seconds: number;
  readonly late: boolean;
}

export const step = (card: string, event: CardEvent): Step => ({ card, event, seconds: 1, late: false });
export const opened = (title = 'A card') => CardOpened.of({ title });
export const moved = (to: string, points = 1) => CardMoved.of({ to, points });
export const tagged = (...names: readonly string[]) => CardTagged.of({ tags: [...names] });
export const seen = () => CardSeen.of({});
export const deleted = () => CardDeleted.of({});

export const anySteps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.record({
      card: fc.constantFrom('c1', 'c2', 'c3'),
      event: fc.oneof(
        fc.constantFrom('todo', 'done').map((to) => moved(to)),
        fc.subarray(['red', 'green', 'blue']).map((names) => tagged(...names)),
        fc.constant(seen()),
        fc.constant(deleted()),
      ),
      seconds: fc.nat({ max: 2 }),
      late: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    const living = new Set<string>();
    return steps.map((each) => {
      const event = living.has(each.card) || each.event.type === 'CardTagged' ? each.event : opened();
      if (event.type === 'CardDeleted') living.delete(each.card);
      else if (event.type === 'CardOpened') living.add(each.card);
      return { ...each, event };
    });
  });

/** Puts the steps into the log, one after the other. */
export async function appendSteps(
  log: EventLog,
  clock: FixedClock,
  steps: readonly Step[],
): Promise<Appended | undefined> {
  let last: Appended | undefined;
  for (const { card, event, seconds, late } of steps) {
    clock.advance(seconds * 1000);
    const written = await log.read(`card-${card}`);
    const before = written.at(-1)?.metadata.occurredAt ?? testStart;
    const now = clock.now();
    // A late one happened half way between the card's last event and now.
    const occurredAt = late ? instantOf(Math.floor((millisOf(before) + millisOf(now)) / 2)) : now;
    last = await log.append(`card-${card}`, written.at(-1)?.revision ?? 'none', [
      eventToAppend(event.type, event.data, { occurredAt }),
    ]);
  }
  return last;
}
