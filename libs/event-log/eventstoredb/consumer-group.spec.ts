import { eventToAppend } from '../../testing/log/builders.js';
import { unauthenticated } from '../../testing/log/eventstoredb/messages.js';
import { urlOf } from '../../testing/log/eventstoredb/server-for-tests.js';
import { TestEventStore } from '../../testing/log/eventstoredb/test-event-store.js';
import { logsForTests } from '../../testing/log/eventstoredb/test-event-log.js';
import { PositionUnknown, type Position } from '../event-log.js';
import { ensureConsumerGroup, GroupDiffers } from './consumer-group.js';

describe('a group of consumers on EventStoreDB', () => {
  const open = logsForTests();
  const store = new TestEventStore();
  let url: string;
  let position: Position;

  beforeAll(async () => {
    await store.start();
    url = urlOf(store.port);
    const log = await open({ url });
    await log.append('contract-1', 'none', [eventToAppend('ContractCreated')]);
    await log.append('sale-1', 'none', [eventToAppend('SaleCompleted')]);
    position = (await log.head()) ?? ('' as Position);
  });
  afterAll(() => store.stop());

  const made = (name: string, from?: Position) =>
    ensureConsumerGroup({ url, name, categories: ['contract', 'sale'], from });

  it('is made once, for the streams of its categories from the log’s first event on', async () => {
    expect([await made('delivery'), await made('delivery')]).toEqual([true, false]);
    expect(store.groups.get('delivery')?.settings).toMatchObject({
      prefixes: ['contract-', 'sale-'],
      from: 'start',
      strategy: 'RoundRobin',
    });
  });

  it('begins with the event at a position', async () => {
    expect([await made('later', position), await made('later', position)]).toEqual([true, false]);
    const [, commit = ''] = position.split(':');
    expect(store.groups.get('later')?.settings.from).toBe(BigInt(commit));
  });

  it('is left as it is where it begins elsewhere, and says so', async () => {
    await made('begun');
    const again = made('begun', position);
    await expect(again).rejects.toThrow(GroupDiffers);
    await expect(again).rejects.toThrow(/^Group "begun" is there with other settings: startFrom is start and not \d+/);
  });

  it('begins nowhere where no event of this log stands', async () => {
    await expect(made('nowhere', `${position}1` as Position)).rejects.toThrow(PositionUnknown);
    await expect(made('nowhere', 'another:7' as Position)).rejects.toThrow(PositionUnknown);
    expect(store.groups.has('nowhere')).toBe(false);
  });

  it('is not made where the server refuses', async () => {
    store.refusal = unauthenticated();
    await expect(made('refused')).rejects.toThrow('refused the name or the password');
    store.refusal = undefined;
    expect(store.groups.has('refused')).toBe(false);
  });
});
