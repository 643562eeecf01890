import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { programs } from '../../libs/testing/api/programs.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';

const patience = 300_000;

async function demo(...args: readonly string[]) {
  const env = { PATH: process.env['PATH'] ?? '' };
  const child = spawn(process.execPath, [programs.cli, 'demo', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

describe('tidemark demo', () => {
  it(
    'shows API, history and delivery on a screen of 60 lines, and finds them right',
    async () => {
      const { code, out, err } = await demo('--once', '--port', '0', '--deals', '5');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const lines = out.trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(60);
      expect(lines.filter((line) => line.length > 110)).toEqual([]);
      expect(lines.filter((line) => line.startsWith('── ')).map((line) => line.split(/[ :]/)[1])).toEqual([
        'API',
        'History',
        'Delivery',
      ]);
      expect(out).toMatch(/received \d+, missing 0, applied twice 0/);
      expect(out).toMatch(/The difference is a late fact: .*\n.*2025-03-28 .* 2025-05-12/);
      expect(out).toContain('verify: rebuilt equals live');
    },
    patience,
  );

  it(
    'says in one line that the port is in use',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const { code, out, err } = await demo('--once', '--port', String(port));
      other.close();
      expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 1, out: '', lines: 2 });
      expect(err).toContain(`The port ${String(port)} is in use.`);
    },
    patience,
  );

  it(
    'wants an empty folder',
    async () => {
      const folder = tempFolder();
      await demo('--once', '--port', '0', '--deals', '0', '--data-dir', folder);
      const { code, err } = await demo('--once', '--port', '0', '--data-dir', folder);
      expect([code, err]).toEqual([1, expect.stringContaining(`${folder} is not empty`)]);
    },
    patience,
  );
});
