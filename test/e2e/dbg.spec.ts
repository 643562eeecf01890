import { openShop, soldOpportunity } from '../../libs/testing/api/shop.js';
import { runningContract } from '../../libs/testing/api/command-examples.js';
import { feed } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';
it('works', async () => {
  const api = await TestApi.open();
  const shop = await openShop(api);
  for (let i = 0; i < 3; i++) await soldOpportunity(api, shop);
  const { id } = await api.post('/v1/contracts', { ...runningContract(shop), originRef: 'old-1' });
  console.log(id, (await feed(api)).map((e) => `${e.sequence} ${e.origin} ${e.type} ${e.subject}`).join('\n'));
  console.log((await api.send('GET', '/v1/contract-events?origin=manual')).text.length);
  console.log(JSON.stringify(await api.get('/v1/admin/parked')));
  await api.close();
});
