import { isDomainError } from '../../kernel/domain-error.js';
import { sameJson } from '../../kernel/json.js';
import type { ApplySale } from './contract.commands.js';
import { ContractCreated, type Contract, type ContractEvent } from './contract.events.js';
import { saleTerms, withFieldsOf, type ContractState, type Existing, type SaleTerm } from './contract.state.js';
import { amended, cancelled, listed } from './coming-due.js';
import { leftAfterSale, mustFit } from './scheduled.js';
import { dated, isOver, priced } from './terms.js';

/** Decision 3. Keeping changes nothing, so that what was done by hand stays. */
export function applySale(command: ApplySale, state: ContractState): readonly ContractEvent[] {
  const { contractId, saleNumber } = command;
  const passed = state?.contract.saleNumber ?? 0;
  switch (command.action) {
    case 'keep':
      return [];
    case 'cancel':
      if (state === null || passed > saleNumber || state.contract.status === 'cancelled') return [];
      return [cancelled(state, { saleNumber }, command)];
    case 'create':
    case 'amend': {
      const sold = { ...command.contract, contractId, saleNumber, status: 'active' } as const;
      if (state === null) return [ContractCreated.of({ ...sold, contactIds: [], references: [], sequence: 1 })];
      return passed >= saleNumber ? [] : [soldAgain(state, sold, command)];
    }
  }
}

type Sold = Omit<Contract, 'contactIds' | 'references'>;

/** One that does not run begins anew as it is sold; in a running one, what was agreed by hand stays where the sale changes nothing. */
function soldAgain(state: Existing, sold: Sold, why: ApplySale): ContractEvent {
  const { contract, asSold } = state;
  // Its own facts, and those that never change on a contract (decision 6).
  const { number, deliverTo, contactIds, references, origin, projectId, partnerId } = contract;
  const whole: Contract = { ...sold, number, deliverTo, contactIds, references, origin, projectId, partnerId };
  if (contract.status !== 'active' || asSold === undefined || !isSameThing(asSold, whole)) {
    const staysOver = contract.status === 'expired' && isOver(whole, why.happenedOn ?? why.effectiveOn);
    return amended(state, staysOver ? { ...whole, status: 'expired' } : whole, why);
  }
  const agreed = agreedByHand(contract, asSold, whole);
  const merged = fitting(() => withAgreed(whole, contract, agreed));
  const changedBySale = new Set(saleTerms.filter((field) => !sameJson(asSold[field], whole[field])));
  const scheduled = listed(leftAfterSale(contract.scheduled ?? [], changedBySale));
  const after = { ...(merged ?? whole), scheduled };
  const fits = fitting(() => mustFit(after));
  return amended(state, fits ?? { ...after, scheduled: undefined }, why, merged ? agreed : []);
}

const isSameThing = (asSold: Contract, sold: Contract): boolean => {
  const thing = ({ product, name, kind, category, unit, currency }: Contract) => [
    product?.id ?? name,
    kind,
    category.id,
    unit,
    currency,
  ];
  return sameJson(thing(asSold), thing(sold));
};

const agreedByHand = (contract: Contract, asSold: Contract, sold: Contract): readonly SaleTerm[] =>
  saleTerms.filter((field) => !sameJson(contract[field], asSold[field]) && sameJson(asSold[field], sold[field]));

/** As sold, but for these fields; total and end follow where they are not agreed themselves. */
function withAgreed(sold: Contract, contract: Contract, agreed: readonly SaleTerm[]): Contract {
  if (agreed.length === 0) return sold;
  const merged = priced(withFieldsOf(sold, contract, agreed));
  const follows = (agreed.includes('startsOn') || agreed.includes('term')) && !agreed.includes('endsOn');
  return dated(merged, follows ? undefined : merged.endsOn);
}

/** Undefined where the parts cannot be had together: a sale has happened, and is never refused here. */
function fitting(made: () => Contract): Contract | undefined {
  try {
    return made();
  } catch (error) {
    if (isDomainError(error)) return undefined;
    throw error;
  }
}
