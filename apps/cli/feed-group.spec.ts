import { openEventStoreLog } from '../../libs/event-log/eventstoredb/eventstoredb-log.js';
import { eventToAppend } from '../../libs/testing/log/builders.js';
import { urlOf } from '../../libs/testing/log/eventstoredb/server-for-tests.js';
import { TestEventStore } from '../../libs/testing/log/eventstoredb/test-event-store.js';
import { feedCommand } from './feed-group.js';

const store = new TestEventStore();
let from: string;

beforeAll(async () => {
  await store.start();
  const log = await openEventStoreLog({ url: urlOf(store.port) });
  await log.append('contract-1', 'none', [eventToAppend('ContractCreated')]);
  from = (await log.head()) ?? '';
  await log.close();
});
afterAll(() => store.stop());

async function feed(args: readonly string[], EVENTSTORE_URL = urlOf(store.port)) {
  const said: string[] = [];
  const output = { write: (text: string) => said.push(text) };
  const code = await feedCommand(args, { EVENTSTORE_URL }, { stdout: output, stderr: output });
  return [code, said.join('')];
}

describe('tidemark feed group', () => {
  it('makes a group of all published streams from the first event on, once', async () => {
    expect(await feed(['group', '--name', 'delivery'])).toEqual([
      0,
      'feed group: "delivery" is made, on $all, for contract-… and sale-…\n',
    ]);
    expect(await feed(['group', '--name', 'delivery'])).toEqual([
      0,
      'feed group: "delivery" was there, with these settings, on $all, for contract-… and sale-…\n',
    ]);
    expect(store.groups.get('delivery')?.settings).toMatchObject({ prefixes: ['contract-', 'sale-'], from: 'start' });
  });

  it('begins it at a position, and leaves alone one that begins elsewhere', async () => {
    expect(await feed(['group', '--name', 'later', '--from', from])).toEqual([0, expect.stringContaining('is made')]);
    expect(await feed(['group', '--name', 'later'])).toEqual([
      1,
      expect.stringMatching(/^feed group: not made. Group "later" is there with other settings: startFrom is \d+/),
    ]);
  });

  it.each([
    ['a position of another log', ['group', '--name', 'x', '--from', 'log:1'], 'is not a position of this log'],
    ['a name that the server cannot take', ['group', '--name', 'a::b'], '"a::b" is no name of a group'],
  ])('refuses %s', async (_what, args, said) => {
    expect(await feed(args)).toEqual([1, expect.stringContaining(`feed group: not made. `)]);
    expect((await feed(args))[1]).toContain(said);
  });

  it('names the feed over HTTP where the log is in files', async () => {
    expect(await feed(['group', '--name', 'delivery'], '')).toEqual([
      1,
      expect.stringContaining('read GET /v1/contract-events there'),
    ]);
  });

  it.each([[['group']], [['--name', 'delivery']], [['groups', '--name', 'delivery']]])(
    'says how it is called (%j)',
    async (args) => {
      await expect(feed(args)).rejects.toThrow('tidemark feed group --name delivery');
    },
  );
});
