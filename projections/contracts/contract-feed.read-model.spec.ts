import type { RecordedEvent } from '../../libs/kernel/events.js';
import { fold } from '../../libs/projection/fold.js';
import { routesOf, rowChangesOf } from '../../libs/projection/row-changes.js';
import { examplesOf } from '../../test/events/stored-examples.js';
import { contractFeed } from './contract-feed.read-model.js';

const examples = [...examplesOf('contract'), ...examplesOf('sale')];
const dataOf = (event: RecordedEvent | undefined) => event?.data as Record<string, unknown>;

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
        subject: dataOf({ data } as RecordedEvent)['contractId'] ?? dataOf({ data } as RecordedEvent)['saleId'],
        origin: (dataOf({ data } as RecordedEvent)['origin'] as { kind: string }).kind,
        projectId: dataOf({ data } as RecordedEvent)['projectId'],
        soldOn: dataOf({ data } as RecordedEvent)['soldOn'] ?? dataOf({ data } as RecordedEvent)['startsOn'],
        causationId: metadata.causationId,
        correlationId: metadata.correlationId,
        actor: metadata.actor,
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
