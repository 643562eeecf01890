import Type from 'typebox';
import type { Decider } from '../../kernel/decider.js';
import { rejecting } from '../../kernel/domain-error.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type Id } from '../../kernel/ids.js';
import { Personal } from '../../kernel/personal.js';

/** A small aggregate for tests of the machinery around deciders: a tally of at most 100, with a note by a person. */
export type TallyId = Id<'tally'>;

const note = Type.Optional(Personal(Type.String()));
export const TallyAdded = eventType('TallyAdded', {
  tallyId: idSchema<TallyId>(),
  amount: Type.Integer(),
  personId: Type.Optional(Type.String()),
  note,
});
export const TallyFilled = eventType('TallyFilled', { tallyId: idSchema<TallyId>() });
export const tallyEvents = [TallyAdded, TallyFilled] as const;
export type TallyEvent = EventOf<(typeof tallyEvents)[number]>;

export interface AddToTally {
  readonly type: 'AddToTally';
  readonly tallyId: TallyId;
  readonly amount: number;
  readonly personId?: string;
  readonly note?: string;
}

export interface TallyState {
  readonly total: number;
  readonly isFull: boolean;
  readonly notes: readonly (Personal<string> | undefined)[];
}

const reject = rejecting<'tally-full'>();

/** Adds; adding 0 changes nothing; reaching 100 exactly fills it in the same command; more is refused. */
export const tally: Decider<AddToTally, TallyEvent, TallyState> = {
  category: 'tally',
  initialState: { total: 0, isFull: false, notes: [] },
  streamIdOf: ({ tallyId }) => tallyId,
  decide: ({ type: _type, ...data }, { total }) => {
    if (data.amount === 0) return [];
    if (total + data.amount > 100)
      reject('tally-full', `The tally is at ${String(total)}: ${String(data.amount)} more do not fit.`);
    const added = TallyAdded.of(data);
    return total + data.amount === 100 ? [added, TallyFilled.of({ tallyId: data.tallyId })] : [added];
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'TallyAdded':
        return { ...state, total: state.total + event.data.amount, notes: [...state.notes, event.data.note] };
      case 'TallyFilled':
        return { ...state, isFull: true };
    }
  },
};
