import type { RecordedEvent } from '../../libs/kernel/events.js';
import { examplesOf } from '../../test/events/stored-examples.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import { contracts } from './contracts.read-model.js';

const examples = examplesOf('contract');
const streams = [...new Set(examples.map(({ stream }) => stream))];
const dataOf = (event: RecordedEvent | undefined) => event?.data as Record<string, unknown>;

describe('a contract as lists show it (CON-01)', () => {
  it.each(streams)('is what each event of %s says in its turn, without what is about the change', (stream) => {
    const ofStream = examples.filter((event) => event.stream === stream);
    for (const [index, event] of ofStream.entries()) {
      const { contractId, changed: _changed, effectiveOn: _on, reasonCode: _reason, ...said } = dataOf(event);
      const { agreedByHand: _agreed, scheduled = [], ...whole } = said;
      const row = rowsOf(contracts, ofStream.slice(0, index + 1)).get(String(contractId));
      expect(row).toEqual({
        ...whole,
        scheduled,
        _id: contractId,
        sequence: index + 1,
        accountId: row?.account.id,
        productId: row?.product?.id ?? null,
        originKind: row?.origin.kind,
        amountMinor: Math.round(Number(row?.netTotal.amount) * 100),
      });
    }
  });

  it('stays when it is cancelled', () => {
    expect(
      [...rowsOf(contracts, examples).values()].filter(({ status }) => status === 'cancelled').length,
    ).toBeGreaterThan(0);
  });
});
