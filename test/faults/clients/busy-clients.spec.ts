import { once } from 'node:events';
import { Agent, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { testKey } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';

const busy = 300;
const newcomers = 200;

async function answered(url: string, options: RequestOptions, body?: object): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${testKey}`, ...(body && { 'content-type': 'application/json' }) };
  const sent = request(url, { ...options, headers }).end(body && JSON.stringify(body));
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  return answer.statusCode;
}

it('clients that never pause keep no new ones waiting', async () => {
  const server = await ServerProcess.start(join(tempFolder(), 'data'));
  const agent = new Agent({ keepAlive: true });
  const account = { accountType: 'company', name: 'Busy' };
  let done = 0;
  let isOver = false;
  let seen: () => void;
  const all = new Promise<void>((resolve) => (seen = resolve));
  const loops = Array.from({ length: busy }, async () => {
    while (!isOver) {
      expect(await answered(`${server.origin}/v1/accounts`, { method: 'POST', agent }, account)).toBe(201);
      done += 1;
      if (done === 3 * busy) seen();
    }
  });
  await all;

  const before = done;
  const health = Array.from({ length: newcomers }, () =>
    answered(`${server.origin}/health/live`, { agent: new Agent() }),
  );
  expect(new Set(await Promise.all(health))).toEqual(new Set([200]));
  // Each is let in by a turn of the event loop. With turns as long as there are clients, 200 commands went before each.
  expect((done - before) / newcomers).toBeLessThan(15);

  isOver = true;
  await Promise.all(loops);
  agent.destroy();
  await server.stop();
}, 300_000);
