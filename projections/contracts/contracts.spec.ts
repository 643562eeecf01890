import type { RecordedEvent } from '../../libs/kernel/events.js';
import { fold } from '../../libs/projection/fold.js';
import { routesOf, rowChangesOf } from '../../libs/projection/row-changes.js';
import { examplesOf } from '../../test/events/stored-examples.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import { contractFeed } from './contract-feed.read-model.js';
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

describe('the contract feed (CON-09)', () => {
  /** The feed's rows after these events, where the last number was this. */
  const feedAfter = (events: readonly RecordedEvent[], lastSequence: number) => {
    const rowChanges = rowChangesOf(routesOf([contractFeed]), events);
    const found = new Map([[contractFeed, { rows: new Map(), lastSequence }]]);
    const { changes } = fold(rowChanges, { found, parked: new Map(), onPoison: 'stop', after: undefined });
    return [...(changes[0]?.rows.values() ?? [])];
  };

  it('has each contract event as it was stored, numbered in log order', () => {
    const inOrder = [...examples].sort((a, b) => Number(a.position.split(':')[1]) - Number(b.position.split(':')[1]));
    expect(feedAfter(inOrder, 0)).toEqual(
      inOrder.map(({ id, type, data, metadata, recordedAt }, index) => ({
        _id: String(index + 1),
        sequence: index + 1,
        eventId: id,
        type,
        occurredAt: metadata.occurredAt,
        recordedAt,
        contractId: dataOf({ data } as RecordedEvent)['contractId'],
        origin: (dataOf({ data } as RecordedEvent)['origin'] as { kind: string }).kind,
        projectId: dataOf({ data } as RecordedEvent)['projectId'],
        data,
      })),
    );
  });

  it('goes on counting where it was', () => {
    expect(feedAfter(examples.slice(0, 2), 41).map((row) => row && (Reflect.get(row, 'sequence') as unknown))).toEqual([
      42, 43,
    ]);
  });
});
