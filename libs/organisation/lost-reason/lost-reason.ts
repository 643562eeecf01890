import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import { derivedId, type LostReasonId } from '../../kernel/ids.js';
import {
  LostReasonAdded,
  LostReasonRenamed,
  LostReasonRetired,
  lostReasonCodePattern,
  type LostReasonEvent,
} from './lost-reason.events.js';

/** The reason's id, from its code. */
export const lostReasonIdOf = (code: string): LostReasonId => derivedId('lostReason', code);

/** The reason of imported opportunities that name none; made at the first start. */
export const notStated = { code: 'not-stated', label: 'Not stated' } as const;

export interface AddLostReason {
  readonly type: 'AddLostReason';
  readonly lostReasonId: LostReasonId;
  readonly code: string;
  readonly label: string;
}
export interface RenameLostReason {
  readonly type: 'RenameLostReason';
  readonly lostReasonId: LostReasonId;
  readonly label: string;
}
export interface RetireLostReason {
  readonly type: 'RetireLostReason';
  readonly lostReasonId: LostReasonId;
}
export type LostReasonCommand = AddLostReason | RenameLostReason | RetireLostReason;
export const lostReasonRefusals = refusals({
  'lost-reason-exists': 'conflict',
  'lost-reason-not-found': 'not-found',
  'lost-reason-code-invalid': 'invalid',
});

type LostReason = Created<typeof LostReasonAdded> & { readonly retired: boolean };
export type LostReasonState = LostReason | null;

const reject = rejecting(lostReasonRefusals);

/** Why opportunities are lost: a setting, one stream per reason. */
export const lostReason: Decider<LostReasonCommand, LostReasonEvent, LostReasonState> = {
  category: 'lostReason',
  initialState: null,
  streamIdOf: (command) => command.lostReasonId,

  decide(command, state) {
    if (command.type === 'AddLostReason') return add(command, state);
    const { lostReasonId } = command;
    const { code, label, retired } =
      state ?? reject('lost-reason-not-found', `There is no lost reason ${lostReasonId}.`);
    switch (command.type) {
      case 'RenameLostReason':
        return command.label === label
          ? []
          : [LostReasonRenamed.of({ lostReasonId, code, from: label, to: command.label })];
      case 'RetireLostReason':
        return retired ? [] : [LostReasonRetired.of({ lostReasonId, code })];
    }
  },

  evolve(state, event) {
    if (event.type === 'LostReasonAdded') return { ...asCreated(event.data), retired: false };
    if (state === null) return state;
    switch (event.type) {
      case 'LostReasonRenamed':
        return { ...state, label: event.data.to };
      case 'LostReasonRetired':
        return { ...state, retired: true };
    }
  },
};

function add({ lostReasonId, code, label }: AddLostReason, state: LostReasonState): readonly LostReasonEvent[] {
  const event = LostReasonAdded.of({ lostReasonId, code, label });
  if (state !== null) {
    return createdAgain(state.retired ? undefined : state.created, event, () => {
      const retired = state.retired ? ' and is retired' : '';
      return reject(
        'lost-reason-exists',
        `The lost reason "${state.code}" exists as "${state.label}"${retired}. Use another code.`,
      );
    });
  }
  if (!new RegExp(lostReasonCodePattern).test(code) || code.length > 50) {
    reject(
      'lost-reason-code-invalid',
      `"${code}" is not a code. Use lower-case words joined by dashes, at most 50 characters.`,
    );
  }
  return [event];
}
