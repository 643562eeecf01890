import type { Decider } from '../../kernel/decider.js';
import type { DataOf } from '../../kernel/events.js';
import { derivedId, type OpportunityId, type SaleId } from '../../kernel/ids.js';
import { SaleCompleted, type SaleEvent } from './sale.events.js';

/** The same for the same sale: `saleNumber` counts the sales of the opportunity. */
export const saleIdOf = (opportunityId: OpportunityId, saleNumber: number): SaleId =>
  derivedId(opportunityId, 'sale', String(saleNumber));

/** Sent when all that the sale does to contracts is done. */
export type CompleteSale = DataOf<typeof SaleCompleted> & { readonly type: 'CompleteSale' };

type SaleState = DataOf<typeof SaleCompleted> | null;

/** ADR 47: a sale is completed once, whatever becomes of its contracts later. */
export const sale: Decider<CompleteSale, SaleEvent, SaleState> = {
  category: 'sale',
  initialState: null,
  streamIdOf: (command) => command.saleId,
  decide: ({ type: _, ...completed }, state) => (state === null ? [SaleCompleted.of(completed)] : []),
  evolve: (_state, { data }) => data,
};
