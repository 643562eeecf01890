import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import type { Decider } from '../kernel/decider.js';
import type { RecordedEvent } from '../kernel/events.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import {
  appendSteps,
  cards,
  deleted,
  moved,
  opened,
  step,
  tagged,
  tags,
  type CardEvent,
  type Step,
} from '../testing/projection/cards.js';
import { withRecord } from './with-record.js';

interface Move {
  readonly id: string;
  readonly to: string;
}
const card: Decider<Move, CardEvent, number> = {
  category: 'card',
  initialState: 0,
  streamIdOf: ({ id }) => id,
  decide: ({ to }, state) => [moved(to, state)],
  evolve: (state) => state + 1,
};
const withRow = withRecord(card, cards);

async function recorded(...steps: readonly Step[]): Promise<readonly (RecordedEvent & CardEvent)[]> {
  const clock = fixedClock();
  const log = new MemoryEventLog(clock);
  await appendSteps(log, clock, steps);
  return (await log.read('card-c1')) as readonly (RecordedEvent & CardEvent)[];
}

describe('a decider with its record', () => {
  it('folds the row beside the state', async () => {
    const events = await recorded(step('c1', opened('One')), step('c1', moved('todo', 3)), step('c1', tagged('red')));
    const states = events.map((_event, index) =>
      events.slice(0, index + 1).reduce(withRow.evolve, withRow.initialState),
    );
    expect(states.map(({ state }) => state)).toEqual([1, 2, 3]);
    expect(states.map(({ record }) => record?.column)).toEqual(['new', 'todo', 'todo']);
    expect(states.at(-1)?.record).toEqual({ _id: 'c1', title: 'One', column: 'todo', points: 3 });
  });

  it('decides as without', () => {
    expect(withRow.decide({ id: 'c1', to: 'done' }, { state: 7, record: null })).toEqual([moved('done', 7)]);
    expect([withRow.category, withRow.streamIdOf({ id: 'c1', to: '' })]).toEqual(['card', 'c1']);
  });

  it('has no record after a removal', async () => {
    const removed = await recorded(step('c1', opened()), step('c1', deleted()));
    expect(removed.reduce(withRow.evolve, withRow.initialState)).toEqual({ state: 2, record: null });
  });

  it('has the record as it was from the event on that a reducer cannot take, as the read model has it', async () => {
    const events = await recorded(step('c1', opened()), step('c1', moved('void')), step('c1', moved('done')));
    const { CardMoved } = cards.on;
    const change: typeof CardMoved = (row, event) => {
      if (JSON.stringify(event.data).includes('void')) throw new Error('Cannot take this.');
      return typeof CardMoved === 'function' ? CardMoved(row, event) : null;
    };
    const ailing = withRecord(card, { ...cards, on: { ...cards.on, CardMoved: change } });
    expect(events.reduce(ailing.evolve, ailing.initialState)).toEqual({
      state: 3,
      record: expect.objectContaining({ column: 'new', points: 0 }) as unknown,
      standsStill: true,
    });
  });

  it('leaves rows under other keys alone', async () => {
    const events = await recorded(step('c1', tagged('red', 'c1')));
    const { record } = events.reduce(withRecord(card, tags).evolve, { state: 0, record: null });
    expect(record).toEqual({ _id: 'c1', used: 1, last: 'card-c1' });
  });

  it('tells when it is given an event that is not from the log', () => {
    expect(() => withRow.evolve(withRow.initialState, opened())).toThrow('CardOpened is not from the log');
  });
});
