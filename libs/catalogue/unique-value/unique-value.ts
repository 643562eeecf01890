import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import { derivedId, type CommandId, type UniqueValueId } from '../../kernel/ids.js';
import { comparable } from './comparable.js';
import { ValueReleased, ValueReserved, type UniqueValueEvent } from './unique-value.events.js';

/** PRD-01 */
export const productCode = 'product-code';

/** The id of a value that is unique among its kind, however it is written: `uniqueValueIdOf('product-code', 'gtx-Pro ')`. */
export const uniqueValueIdOf = (kind: string, value: string): UniqueValueId =>
  derivedId('unique', kind, comparable(value));

/** Whether the value was once kept under another id: until ADR 34 by its text as it is, then without case only. */
export const hadAnotherId = (kind: string, value: string): boolean =>
  derivedId('unique', kind, value) !== uniqueValueIdOf(kind, value);

/**
 * `holder` is the id of the record that wants the value, `commandId` names the reservation, which is a new one at each try.
 * `takeOverFrom` names a reservation that was found to be stale: its holder does not have the value.
 */
export interface ReserveValue {
  readonly type: 'ReserveValue';
  readonly uniqueValueId: UniqueValueId;
  readonly kind: string;
  readonly value: string;
  readonly holder: string;
  readonly commandId: CommandId;
  readonly takeOverFrom?: CommandId | undefined;
}
/** Ends that reservation; does nothing to a later one, of whichever holder. */
export interface ReleaseValue {
  readonly type: 'ReleaseValue';
  readonly uniqueValueId: UniqueValueId;
  readonly reservation: CommandId;
}
export type UniqueValueCommand = ReserveValue | ReleaseValue;
export const uniqueValueRefusals = refusals({
  'value-taken': 'conflict',
});

interface Reservation {
  readonly kind: string;
  readonly value: string;
  readonly holder: string;
  readonly commandId: CommandId;
}
export type UniqueValueState = Reservation | null;

const reject = rejecting(uniqueValueRefusals);

/** A value that one record has at most: reserve it, append, then a process releases the record's old value. */
export const uniqueValue: Decider<UniqueValueCommand, UniqueValueEvent, UniqueValueState> = {
  category: 'uniqueValue',
  initialState: null,
  streamIdOf: (command) => command.uniqueValueId,

  decide(command, state) {
    switch (command.type) {
      case 'ReserveValue':
        return reserve(command, state);
      case 'ReleaseValue': {
        const { uniqueValueId, reservation } = command;
        if (state?.commandId !== reservation) return [];
        const { kind, value, holder } = state;
        return [ValueReleased.of({ uniqueValueId, kind, value, holder, reservation })];
      }
    }
  },

  evolve(_state, { type, data }) {
    switch (type) {
      case 'ValueReserved':
        return { kind: data.kind, value: data.value, holder: data.holder, commandId: data.commandId };
      case 'ValueReleased':
        return null;
    }
  },
};

function reserve(command: ReserveValue, state: UniqueValueState): readonly UniqueValueEvent[] {
  const { uniqueValueId, kind, value, holder, commandId, takeOverFrom } = command;
  if (state?.commandId === commandId) return [];
  // The same holder too: what was decided on the reservation before, a release or a take-over, must not touch this one.
  if (state !== null && state.holder !== holder && state.commandId !== takeOverFrom) {
    reject('value-taken', `The ${kind} "${value}" belongs to ${state.holder}. Use another one.`, {
      holder: state.holder,
      commandId: state.commandId,
    });
  }
  return [ValueReserved.of({ uniqueValueId, kind, value, holder, commandId, replaces: state?.commandId })];
}
