import { withChanges } from '../../kernel/changes.js';
import type { DateOnly } from '../../kernel/dates.js';
import { pick } from '../../kernel/changes.js';
import { sameJson } from '../../kernel/json.js';
import { endOfTerm, lineTotal, needTerm, sameLength, withPlainNumbers } from '../../kernel/pricing.js';
import type { Amendments, Contract } from './contract.events.js';
import { reject } from './contract.state.js';

/** With plain numbers and the net total that follows from them. */
export function priced(contract: Omit<Contract, 'netTotal'>): Contract {
  needTerm(contract);
  const plain = withPlainNumbers(contract);
  return { ...plain, netTotal: lineTotal(plain) };
}

/** With its last day: the one given, or that of its term. */
export function dated(contract: Contract, given: DateOnly | undefined): Contract {
  const { startsOn, term, kind, endsOn: _, ...rest } = contract;
  if (kind === 'oneOff') {
    if (given !== undefined)
      reject('one-off-has-no-end', `A one-off contract does not end on ${given}. Leave the end out.`);
    return { ...rest, kind, startsOn, term };
  }
  const endsOn = given ?? (term && endOfTerm(startsOn, term));
  if (endsOn !== undefined && endsOn < startsOn) {
    reject('ends-before-start', `The contract would end on ${endsOn}, before it starts on ${startsOn}.`);
  }
  return { ...rest, kind, startsOn, term, endsOn };
}

const pricedBy = ['quantity', 'unitPrice', 'currency', 'discount', 'per', 'term'] as const;

/** The contract after this; the net total and the end follow only from what really differs. */
export function amendedBy(contract: Contract, { endsOn, ...to }: Amendments): Contract {
  const changed = withPlainNumbers(withChanges<Contract>(contract, to));
  const asPriced = sameJson(pick(contract, pricedBy), pick(changed, pricedBy)) ? changed : priced(changed);
  const moved = asPriced.startsOn !== contract.startsOn || !sameLength(asPriced.term, contract.term);
  return dated(asPriced, endsOn ?? (moved ? undefined : contract.endsOn));
}

/** Whether its last day is before this date. */
export const isOver = ({ endsOn }: Pick<Contract, 'endsOn'>, on: DateOnly): boolean =>
  endsOn !== undefined && endsOn < on;
