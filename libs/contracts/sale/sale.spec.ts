import { given } from '../../testing/given.js';
import { idOf, on, opportunityId, quoteId } from '../../testing/sales/sales-examples.js';
import { SaleCompleted } from './sale.events.js';
import { sale, saleIdOf, type CompleteSale } from './sale.js';

const { type: _, ...completed } = {
  type: 'CompleteSale',
  saleId: saleIdOf(opportunityId, 1),
  opportunityId,
  quoteId,
  saleNumber: 1,
  soldOn: on('2017-03-31'),
  origin: { kind: 'sale', ref: opportunityId },
  account: { id: idOf('aurora'), name: 'Aurora AG', references: [] },
  projectId: idOf('project'),
  contracts: [{ contractId: idOf('contract'), lineId: idOf('line'), originLineId: idOf('line'), outcome: 'created' }],
} satisfies CompleteSale;
const complete: CompleteSale = { type: 'CompleteSale', ...completed };

describe('a sale (ADR 47)', () => {
  it('is completed with all of its contracts', () =>
    given(sale).when(complete).thenEvents(SaleCompleted.of(completed)));
  it('is completed once', () => given(sale, SaleCompleted.of(completed)).when(complete).thenNothing());
  it('has an id of its own for each number', () =>
    expect(saleIdOf(opportunityId, 1)).not.toBe(saleIdOf(opportunityId, 2)));
});
