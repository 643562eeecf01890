import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { feedIn } from '../../../libs/testing/api/shown.js';
import { testKey } from '../../../libs/testing/api/test-api.js';
import { BoundedApi } from './bounded-api.js';
import { RawClient } from './raw-client.js';
import { folderWithContracts } from './seeded.js';

const patience = 300_000;
const contracts = 2_500;
const long = process.env['RUNS'] !== undefined;
const headers = { authorization: `Bearer ${testKey}` };
const formats = ['application/x-ndjson', 'text/event-stream'];

let folder: string;
beforeAll(async () => {
  folder = await folderWithContracts(contracts);
}, patience);

/** Contracts whose term is over expire meanwhile. */
const created = (text: string) => feedIn(text).filter(({ type }) => type === 'tidemark.ContractCreated');

describe('a feed reader that stops reading', () => {
  it(
    'is read for no further than it takes, and dropped when it takes nothing for long; others go on (CON-09)',
    async () => {
      const api = await BoundedApi.open(folder, { silence: 1_000 });
      await api.settled();
      const sent: number[] = [];
      const dropped = new Promise<void>((resolve) => {
        api.server.on('connection', (socket) =>
          socket.once('close', () => {
            sent.push(socket.bytesWritten);
            if (sent.length === formats.length) resolve();
          }),
        );
      });
      const silent = await Promise.all(
        formats.map(async (accept) => {
          const client = await RawClient.to(api.port);
          client.socket.pause();
          client.request('GET', '/v1/contract-events', { accept });
          return client;
        }),
      );
      await dropped;
      const whole = await (await fetch(`http://127.0.0.1:${String(api.port)}/v1/contract-events`, { headers })).text();
      expect(created(whole)).toHaveLength(contracts);
      // What the kernel's own buffers take, and no more.
      for (const bytes of sent) expect(bytes).toBeLessThan(whole.length * 0.75);
      for (const client of silent) {
        client.socket.resume();
        await client.ended;
        expect(client.text.length).toBeLessThan(whole.length * 0.75);
        // Whoever reads on sees that it was cut off: the answer has no end.
        expect(client.text.endsWith('\r\n0\r\n\r\n')).toBe(false);
      }
      await api.close();
    },
    patience,
  );

  it(
    'holds little memory, however many there are',
    async () => {
      const server = await ServerProcess.start(folder, {
        ADMIN_API_KEY: testKey,
        // Without bounds the answers would take twenty times this.
        NODE_OPTIONS: '--max-old-space-size=160',
      });
      await server.ready();
      const before = server.memory;
      const port = Number(new URL(server.origin).port);
      const silent = await Promise.all(
        Array.from({ length: long ? 100 : 40 }, async (_one, index) => {
          const client = await RawClient.to(port);
          client.request('GET', `/v1/contract-events?after=${String(index * 5)}`, { accept: formats[index % 2] ?? '' });
          await client.until(/tidemark\.ContractCreated/);
          client.socket.pause();
          return client;
        }),
      );
      const whole = await server.send('GET', '/v1/contract-events');
      expect(created(whole.text)).toHaveLength(contracts);
      const answers = (whole.text.length / 1024 / 1024) * silent.length;
      expect(server.memory - before).toBeLessThan(answers / 2);
      if (long)
        process.stderr.write(
          `${String(silent.length)} silent readers of ${answers.toFixed(0)} MiB: ${before.toFixed(0)} → ${server.memory.toFixed(0)} MiB\n`,
        );
      for (const client of silent) client.leave();
      await server.stop();
    },
    patience,
  );
});
