import { dataset, inCopy, type Dataset } from './dataset/dataset.js';
import { atMost, percentile, percentilesText, shown, type Figures } from './tools/figure.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';

export const row: Row = {
  title: 'Read your writes',
  against:
    'the clock: from the answer of a command to that of a list that is not before its position, 4 clients at once',
  data: 'whole',
  run,
};

const clients = 4;
const each = 150;

async function run({ events, progress }: Asked): Promise<Figures> {
  const data = await dataset(events, progress);
  return inCopy(data, async (folder) => {
    const server = await Server.start(folder);
    await server.ready();
    progress('warming up');
    await pairs(server, data, 20);
    progress('commands and lists');
    const times = await pairs(server, data, each);
    await server.stop();
    return [
      atMost(
        'query, p99',
        percentile(
          times.map(({ query }) => query),
          99,
        ),
        50,
        ' ms',
      ),
      shown('query', percentilesText(times.map(({ query }) => query))),
      shown('command', percentilesText(times.map(({ command }) => command))),
    ];
  });
}

interface Pair {
  readonly command: number;
  readonly query: number;
}

async function pairs(server: Server, { shop, opportunities }: Dataset, count: number): Promise<readonly Pair[]> {
  const times: Pair[] = [];
  const client = async (number: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      const id = opportunities[(number * count + index) % opportunities.length] ?? '';
      const start = performance.now();
      const { position } = await server.post(`/v1/opportunities/${id}/move-to-stage`, {
        stageId: shop.stages[(index + count) % 4],
      });
      const answered = performance.now();
      const accountId = shop.accounts[index % shop.accounts.length];
      const filter = encodeURIComponent(JSON.stringify({ accountId: { eq: accountId } }));
      await server.get(`/v1/opportunities?filter=${filter}&limit=20&notBefore=${encodeURIComponent(position)}`);
      times.push({ command: answered - start, query: performance.now() - answered });
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return times;
}
