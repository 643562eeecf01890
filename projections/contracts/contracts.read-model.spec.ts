import type { RecordedEvent } from '../../libs/kernel/events.js';
import { examplesOf } from '../../test/events/stored-examples.js';
import { rowsOf } from '../../libs/testing/projection/rows-of.js';
import { contracts } from './contracts.read-model.js';

const examples = examplesOf('contract');
const streams = [...new Set(examples.map(({ stream }) => stream))];
const dataOf = (event: RecordedEvent | undefined) => event?.data as Record<string, unknown>;

describe('a contract as lists show it (CON-01)', () => {
  it.each(streams)('is what the last event of %s says, without what is about the change', (stream) => {
    const ofStream = examples.filter((event) => event.stream === stream);
    const { contractId, changed: _changed, effectiveOn: _on, reasonCode: _reason, ...whole } = dataOf(ofStream.at(-1));
    const row = rowsOf(contracts, ofStream).get(String(contractId));
    expect(row).toMatchObject({ ...whole, _id: contractId, sequence: ofStream.length });
    expect(Object.keys(row ?? {})).toEqual(
      expect.not.arrayContaining(['contractId', 'changed', 'effectiveOn', 'reasonCode']),
    );
    expect(row).toMatchObject({
      accountId: row?.account.id,
      productId: row?.product?.id ?? null,
      originKind: row?.origin.kind,
      amountMinor: Math.round(Number(row?.netTotal.amount) * 100),
    });
  });

  it('stays when it is cancelled', () => {
    expect(
      [...rowsOf(contracts, examples).values()].filter(({ status }) => status === 'cancelled').length,
    ).toBeGreaterThan(0);
  });
});
