import type { ApplySale, SoldContract } from '../contracts/contract/contract.commands.js';
import type { ContractOfSale } from '../contracts/sale/sale.events.js';
import { saleIdOf, type CompleteSale } from '../contracts/sale/sale.js';
import type { EventOf, RecordedEvent } from '../kernel/events.js';
import { isEvent } from '../kernel/events.js';
import type { SaleAction, SoldLine } from '../sales/opportunity/quote-line.js';
import { OpportunityLost, OpportunitySold } from '../sales/opportunity/opportunity.events.js';
import type { Process, TargetCommand } from './process.js';

/** SOLD-04, decision 3: each sold line becomes a contract, or amends, keeps or cancels the one it has; then the sale is whole (ADR 47). */
export const saleMakesContracts: Process<ApplySale | CompleteSale> = {
  name: 'sale-makes-contracts',
  version: 2,
  startsAt: 'beginning',
  handles: [OpportunitySold.type, OpportunityLost.type],
  react(event) {
    if (isEvent(OpportunitySold, event)) return sold(event);
    if (isEvent(OpportunityLost, event)) return lost(event.data);
    return [];
  },
};

function sold({ data, metadata }: RecordedEvent<string, Sold>): readonly TargetCommand<ApplySale | CompleteSale>[] {
  const origin = { kind: metadata.source === 'import' ? 'import' : 'sale', ref: data.opportunityId } as const;
  return data.lines.length === 0 ? [] : [...contractsOf(data, origin), completed(data, origin)];
}

function contractsOf(data: Sold, origin: SoldContract['origin']): readonly TargetCommand<ApplySale>[] {
  const { saleNumber, soldOn: effectiveOn } = data;
  return data.lines.flatMap((line): readonly TargetCommand<ApplySale>[] => {
    const sale = { type: 'ApplySale', contractId: line.contractId, saleNumber, effectiveOn } as const;
    switch (line.action) {
      case 'create':
      case 'amend':
        return [
          toContract({
            ...sale,
            action: line.action,
            reasonCode: 'sold-again',
            contract: contractOf(line, data, origin),
          }),
        ];
      case 'cancel':
        return [toContract({ ...sale, action: 'cancel', reasonCode: 'not-sold-again' })];
      case 'keep':
        return [];
    }
  });
}

function completed(data: Sold, origin: SoldContract['origin']): TargetCommand<CompleteSale> {
  const { opportunityId, quoteId, saleNumber, soldOn, account, projectId, partnerId, ownerId, lines } = data;
  const saleId = saleIdOf(opportunityId, saleNumber);
  const contracts = lines.map(({ contractId, lineId, originLineId, action }) => ({
    contractId,
    lineId,
    originLineId,
    outcome: outcomes[action],
  }));
  const of = { saleId, opportunityId, quoteId, saleNumber, soldOn, origin, account, projectId, partnerId, ownerId };
  return { decider: 'sale', target: saleId, command: { type: 'CompleteSale', ...of, contracts }, last: true };
}

const outcomes: Readonly<Record<SaleAction, ContractOfSale['outcome']>> = {
  create: 'created',
  amend: 'amended',
  keep: 'kept',
  cancel: 'cancelled',
};

/** Decision 15: a sale that was unlocked and then lost is undone with its contracts. */
function lost({ reversed, lostOn }: EventOf<typeof OpportunityLost>['data']): readonly TargetCommand<ApplySale>[] {
  if (reversed === undefined) return [];
  const { saleNumber, lines } = reversed;
  return lines.map(({ contractId }) =>
    toContract({
      type: 'ApplySale',
      contractId,
      saleNumber,
      effectiveOn: lostOn,
      action: 'cancel',
      reasonCode: 'sale-lost',
    }),
  );
}

type Sold = EventOf<typeof OpportunitySold>['data'];

function contractOf(line: SoldLine, sale: Sold, origin: SoldContract['origin']): SoldContract {
  const { category, total } = line;
  return {
    origin,
    opportunityId: sale.opportunityId,
    quoteId: sale.quoteId,
    lineId: line.lineId,
    originLineId: line.originLineId,
    account: sale.account,
    projectId: sale.projectId,
    partnerId: sale.partnerId,
    ownerId: sale.ownerId,
    product: line.product,
    name: nameOf(line, sale),
    category: { id: category.id, name: category.name },
    contractType: category.contractType,
    kind: category.kind,
    quantity: line.quantity,
    unit: line.unit,
    unitPrice: line.unitPrice,
    currency: line.currency,
    discount: line.discount,
    per: line.per,
    term: line.term,
    netTotal: total,
    soldOn: sale.soldOn,
    startsOn: line.startsOn,
    endsOn: line.endsOn,
    renews: sale.opportunityType === 'renewal' ? sale.sourceContractId : undefined,
    custom: line.custom,
  };
}

/** Nothing personal goes into contract events: what a person buys has the name that the catalogue gives it. */
const nameOf = ({ name, product, category }: SoldLine, { account }: Sold): string =>
  account.name !== undefined && typeof name === 'string' ? name : (product?.name ?? category.name);

const toContract = (command: ApplySale): TargetCommand<ApplySale> => ({
  decider: 'contract',
  target: command.contractId,
  command,
});
