import { randomUUID } from 'node:crypto';
import { LiveFeed } from '../../libs/testing/api/live-feed.js';
import { openShop } from '../../libs/testing/api/shop.js';
import { testKey } from '../../libs/testing/api/test-api.js';
import { deploymentsForTests, untilAnswered } from './deployment.js';

const start = deploymentsForTests();

describe('Tidemark on EventStoreDB and MongoDB', () => {
  it('sells, makes contracts and delivers them whichever api is asked, and is what a rebuild makes of it', async () => {
    const deployment = await start(3, 1);
    const shop = await openShop(deployment, randomUUID());
    const position = await deployment.sell(shop, '10');
    expect(await deployment.quantities(shop, position)).toEqual(['10']);
    const { sequences, own } = await deployment.feed(shop);
    expect(own).toEqual(['tidemark.ContractCreated', 'tidemark.SaleCompleted']);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    await deployment.next.ready();
    expect(await deployment.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [] });
    expect(await deployment.post('/v1/admin/rebuild')).toEqual({ rebuilt: true });
    expect(await deployment.quantities(shop, position)).toEqual(['10']);
    expect(await deployment.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [] });
    await deployment.stop();
  });

  it('answers a repeated command alike through two apis at once, and tells the live readers of every api', async () => {
    const deployment = await start(2, 1);
    const shop = await openShop(deployment, randomUUID());
    const [one, other] = [deployment.next, deployment.next];
    await one.ready();
    const feeds = await Promise.all([one, other].map(({ origin }) => LiveFeed.open(origin, '?after=0')));
    const before = await Promise.all(feeds.map((feed) => feed.untilCaughtUp()));

    const headers = { authorization: `Bearer ${testKey}`, 'idempotency-key': randomUUID() };
    const body = { accountType: 'company', name: 'Once' };
    const sent = await Promise.all([one, other, one].map((api) => api.send('POST', '/v1/accounts', body, headers)));
    const ids = sent.map(({ text }) => (JSON.parse(text) as { readonly id: string }).id);
    expect(new Set(ids).size).toBe(1);

    await deployment.sell(shop, '10');
    for (const [index, feed] of feeds.entries()) {
      const told = (await feed.next(2)).map(({ data }) => [data.sequence, data.type]);
      const last = (before[index]?.length ?? 1) - 1;
      expect(told).toEqual([
        [last + 1, 'tidemark.ContractCreated'],
        [last + 2, 'tidemark.SaleCompleted'],
      ]);
      feed.leave();
    }
    await deployment.stop();
  });

  it('goes on with another worker after a kill, and after one that was paused: nothing is done twice', async () => {
    const deployment = await start(2, 2);
    const shop = await openShop(deployment, randomUUID());
    expect(await deployment.quantities(shop, await deployment.sell(shop, '10'))).toEqual(['10']);

    const [one, other] = deployment.workers;
    if (one === undefined || other === undefined) throw new Error('There are no two workers.');
    process.kill(one.pid, 'SIGSTOP');
    const second = await deployment.sell(shop, '20');
    await untilAnswered(async () => expect(await deployment.quantities(shop, second)).toEqual(['10', '20']));
    process.kill(one.pid, 'SIGCONT');
    await other.stop('SIGKILL');
    const third = await deployment.sell(shop, '30');
    await untilAnswered(async () => expect(await deployment.quantities(shop, third)).toEqual(['10', '20', '30']));

    const { sequences, own } = await deployment.feed(shop);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(own.filter((type) => type === 'tidemark.ContractCreated')).toHaveLength(3);
    expect(await deployment.post('/v1/admin/verify')).toMatchObject({ equal: true });
  });
});
