import { join } from 'node:path';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import {
  activeQuote,
  openShop,
  opportunityOf,
  sell,
  serverLine,
  soldOpportunity,
  suiteLine,
} from '../../../libs/testing/api/shop.js';
import { feedIn, ofContracts, type Named, type Page } from '../../../libs/testing/api/shown.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { accountsCannotTake, contractsRefuse, parkedIn, startAiling } from './ailing-server.js';

const patience = 300_000;
const folder = (): string => join(tempFolder(), 'data');

describe('an event that a read model cannot take', () => {
  it(
    'is parked with what comes after it for its row, seen as it is, over restarts; all else goes on; a replay after the mend leaves what a rebuild leaves',
    async () => {
      const data = folder();
      let server = await startAiling(data, accountsCannotTake('Poison'));
      const account = (name: string) => server.post('/v1/accounts', { accountType: 'company', name });
      const rename = (id: string, name: string) => server.send('PATCH', `/v1/accounts/${id}`, { name });
      const nameOf = async (id: string) => (await server.get<Named>(`/v1/accounts/${id}`)).name;
      const [ill, well] = [(await account('Ill')).id, (await account('Well')).id];
      for (const name of ['Better', 'Poison', 'Later']) expect((await rename(ill, name)).status).toBe(200);
      expect((await rename(well, 'Very well')).status).toBe(200);
      await server.ready();

      const { projections, processes } = await parkedIn(server);
      expect(processes).toEqual([]);
      expect(projections).toEqual([
        {
          at: 'accounts',
          key: ill,
          event: {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            type: 'AccountEdited',
            stream: `account-${ill}`,
            revision: 2,
            position: expect.stringMatching(/^[0-9a-f-]{36}:\d+$/) as string,
          },
          since: expect.stringMatching(/^\d{4}-.*Z$/) as string,
          message: 'No Poison here.',
          behind: 1,
        },
      ]);
      expect([await nameOf(ill), await nameOf(well)]).toEqual(['Better', 'Very well']);
      expect(await server.get('/v1/admin/status')).toMatchObject({ projections: { parked: 1, caughtUp: true } });

      const rebuild = await server.send('POST', '/v1/admin/rebuild');
      expect([rebuild.status, JSON.parse(rebuild.text)]).toMatchObject([409, { code: 'poison-event' }]);
      expect(rebuild.text).toContain(`AccountEdited of account-${ill} at ${projections[0]?.event.position ?? '?'}`);
      expect([await nameOf(ill), await nameOf(well)]).toEqual(['Better', 'Very well']);
      expect(await server.post('/v1/admin/parked/replay', { at: 'accounts', key: ill })).toEqual({ done: false });
      expect((await parkedIn(server)).projections).toEqual(projections);
      await server.stop();

      server = await startAiling(data, accountsCannotTake('Later'));
      await server.ready();
      expect((await parkedIn(server)).projections).toEqual(projections);
      expect(await server.post('/v1/admin/parked/replay', { at: 'accounts', key: ill })).toEqual({ done: false });
      expect((await parkedIn(server)).projections).toMatchObject([
        { key: ill, event: { revision: 3 }, message: 'No Later here.', behind: 0 },
      ]);
      expect(await nameOf(ill)).toBe('Poison');
      await server.stop();

      server = await ServerProcess.start(data);
      const load = Promise.all(
        Array.from({ length: 8 }, async (_one, client) => {
          for (let count = 0; count < 25; count += 1)
            expect((await rename(client < 4 ? ill : well, `${String(client)}-${String(count)}`)).status).toBe(200);
        }),
      );
      expect(await server.post('/v1/admin/parked/replay', { at: 'accounts', key: ill })).toEqual({ done: true });
      await load;
      await server.ready();
      expect(await parkedIn(server)).toEqual({ projections: [], processes: [] });
      expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [] });
      expect((await server.send('POST', '/v1/admin/parked/replay', { at: 'accounts', key: ill })).status).toBe(404);
      expect(await server.post('/v1/admin/rebuild')).toEqual({ rebuilt: true });
      await server.stop();
    },
    patience,
  );
});

describe('a sale whose contract is refused', () => {
  it(
    'is parked with the later sales of its opportunity; others go on; a replay after the mend makes the contracts in order, once (SOLD-04)',
    async () => {
      const data = folder();
      let server = await startAiling(data, contractsRefuse('SUITE-A'));
      const shop = await openShop(server);
      const { id } = await opportunityOf(server, shop);
      const quoteId = await activeQuote(server, id, [suiteLine(shop)]);
      const { created } = (await sell(server, id)).sale;
      const resell = async (quantity: string): Promise<void> => {
        await server.post(`/v1/opportunities/${id}/unlock`);
        const change = [{ lineId: created[0]?.lineId, quantity }];
        await server.post(`/v1/opportunities/${id}/quotes/${quoteId}/lines`, { change });
        await sell(server, id);
      };
      await resell('20');
      await soldOpportunity(server, shop, [serverLine(shop)]);
      await server.ready();

      const feed = async () =>
        ofContracts(feedIn((await server.send('GET', '/v1/contract-events')).text)).map(
          ({ type, data: { sequence, ...fact } }) => [type, sequence, fact['quantity']],
        );
      const ofOthers = ['tidemark.ContractCreated', 1, '1'];
      expect(await feed()).toEqual([ofOthers]);
      const { projections, processes } = await parkedIn(server);
      expect(projections).toEqual([]);
      expect(processes).toMatchObject([
        {
          at: 'sale-makes-contracts',
          key: `opportunity-${id}`,
          event: { type: 'OpportunitySold', stream: `opportunity-${id}` },
          code: 'name-required',
          message: 'Not this one.',
          behind: 1,
        },
      ]);
      const replay = () =>
        server.send('POST', '/v1/admin/parked/replay', { at: 'sale-makes-contracts', key: `opportunity-${id}` });
      expect(JSON.parse((await replay()).text)).toEqual({ done: false });
      await server.stop('SIGKILL');

      server = await ServerProcess.start(data);
      await server.ready();
      expect((await parkedIn(server)).processes).toEqual(processes);
      await resell('30');
      await server.ready();
      expect((await parkedIn(server)).processes).toMatchObject([{ behind: 2 }]);
      expect(await feed()).toEqual([ofOthers]);
      const replays = await Promise.all([replay(), replay(), replay()]);
      expect(replays.filter(({ text }) => text === '{"done":true}').length).toBeGreaterThanOrEqual(1);
      await resell('40');
      await server.ready();
      expect(await parkedIn(server)).toEqual({ projections: [], processes: [] });
      expect(await feed()).toEqual([
        ofOthers,
        ['tidemark.ContractCreated', 1, '10'],
        ['tidemark.ContractAmended', 2, '20'],
        ['tidemark.ContractAmended', 3, '30'],
        ['tidemark.ContractAmended', 4, '40'],
      ]);
      const { items } = await server.get<Page<Named>>(`/v1/contracts?filter={"opportunityId":{"eq":"${id}"}}`);
      expect(items).toHaveLength(1);
      await server.stop();
    },
    patience,
  );
});
