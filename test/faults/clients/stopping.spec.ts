import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { runningContract } from '../../../libs/testing/api/command-examples.js';
import { ServerProcess, type Sent } from '../../../libs/testing/api/server-process.js';
import { openShop } from '../../../libs/testing/api/shop.js';
import { feedIn, type Named, type Page } from '../../../libs/testing/api/shown.js';
import { testKey, type Problem } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { BoundedApi } from './bounded-api.js';
import { RawClient } from './raw-client.js';

const clients = 12;
const enough = 150;

describe('SIGTERM under load', () => {
  it('returns true answers: what was acknowledged is there, what comes later is refused, live answers end after a whole event', async () => {
    const folder = tempFolder();
    const server = await ServerProcess.start(folder);
    const shop = await openShop(server);
    const port = Number(new URL(server.origin).port);
    const reader = await liveReader(server.origin);
    const [silent, slow] = [await RawClient.to(port), await RawClient.to(port)];
    silent.request('GET', '/v1/contract-events', { accept: 'text/event-stream' });
    silent.socket.pause();
    slow.request('POST', '/v1/accounts', { body: '{', length: 50 });

    const answers: Sent[] = [];
    const loaded = new AbortController();
    const client = async (number: number): Promise<void> => {
      for (;;) {
        const answer = await (
          number % 2 === 0
            ? server.send('POST', '/v1/accounts', { accountType: 'company', name: String(number) })
            : server.send('POST', '/v1/contracts', runningContract(shop))
        ).catch(() => undefined);
        // No answer: the connection was refused, or ended before one.
        if (answer === undefined) return;
        answers.push(answer);
        if (answers.length === enough) loaded.abort();
      }
    };
    const all = Promise.all(Array.from({ length: clients }, (_one, number) => client(number)));
    await once(loaded.signal, 'abort');
    expect((await server.stop()).code).toBe(0);
    await all;

    for (const { status, text: body } of answers) {
      if (status !== 201) expect([status, (JSON.parse(body) as Problem).code]).toEqual([503, 'stopping']);
    }
    const { complete, said } = await reader.ended;
    expect(complete).toBe(true);
    expect(said.endsWith('\n\n')).toBe(true);
    const heard = said.split('\n').filter((line) => line.startsWith('data: {"specversion"'));

    const again = await ServerProcess.start(folder);
    await again.ready();
    const acknowledged = answers
      .filter(({ status }) => status === 201)
      .map((one) => (JSON.parse(one.text) as Named).id);
    const there = new Set([...(await idsOf(again, '/v1/accounts')), ...(await idsOf(again, '/v1/contracts'))]);
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    const feed = feedIn((await again.send('GET', '/v1/contract-events')).text);
    expect(heard.map((line): unknown => JSON.parse(line.slice('data: '.length)))).toEqual(feed.slice(0, heard.length));
    await again.stop();
  }, 300_000);
});

describe('a request on an open connection while Tidemark stops', () => {
  it('is refused with a problem document, and its connection ends', async () => {
    const api = await BoundedApi.open(tempFolder(), {});
    const client = await RawClient.to(api.port);
    client.request('GET', '/health/live');
    await client.until(/"live"/);
    api.beginClosing();
    client.text = '';
    client.request('POST', '/v1/accounts', { body: '{"accountType":"company","name":"Late"}' });
    await client.ended;
    const { status, headers, body } = client.answer;
    expect([status, headers['connection'], headers['retry-after']]).toEqual([503, 'close', '5']);
    expect(JSON.parse(body)).toMatchObject({ code: 'stopping' });
    await api.close();
  });
});

/** Reads live until the answer ends; resolves as soon as it is connected. */
async function liveReader(origin: string): Promise<{ ended: Promise<{ complete: boolean; said: string }> }> {
  const headers = { authorization: `Bearer ${testKey}`, accept: 'text/event-stream' };
  const [answer] = (await once(
    request(`${origin}/v1/contract-events`, { headers, agent: false }).end(),
    'response',
  )) as [IncomingMessage];
  return { ended: text(answer).then((said) => ({ complete: answer.complete, said })) };
}

async function idsOf(server: ServerProcess, path: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
    const page: Page<Named> = await server.get<Page<Named>>(`${path}?limit=500${cursor}`);
    ids.push(...page.items.map(({ id }) => id));
    next = page.next;
  }
  return ids;
}
