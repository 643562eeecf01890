import { parseArgs } from 'node:util';
import { configFrom } from '../api/config.js';
import { Tidemark } from '../api/tidemark.js';

type Output = Pick<NodeJS.WriteStream, 'write'>;
type Env = Readonly<Record<string, string | undefined>>;

const options = { url: { type: 'string' }, key: { type: 'string' } } as const;

/** `tidemark verify`: the log's checksums, and the read models against the log. Without `--url` on DATA_DIR. Exit code 1 when they differ. */
export async function verifyCommand(args: readonly string[], env: Env, out: Output): Promise<number> {
  const { url, key } = parseArgs({ args: [...args], options }).values;
  const verified =
    url === undefined
      ? await onFolder(env, (tidemark) => tidemark.verify())
      : await post(`${url}/v1/admin/verify`, key ?? env['TIDEMARK_KEY']);
  const equal = typeof verified === 'object' && verified !== null && 'equal' in verified && verified.equal === true;
  out.write(
    equal
      ? 'verify: rebuilt equals live\n'
      : `verify: rebuilt differs from live: ${JSON.stringify(verified, null, 2)}\n`,
  );
  return equal ? 0 : 1;
}

/** `tidemark rebuild`: all read models anew. Without `--url` on DATA_DIR. */
export async function rebuildCommand(args: readonly string[], env: Env, out: Output): Promise<number> {
  const { url, key } = parseArgs({ args: [...args], options }).values;
  if (url === undefined) await onFolder(env, (tidemark) => tidemark.rebuild());
  else await post(`${url}/v1/admin/rebuild`, key ?? env['TIDEMARK_KEY']);
  out.write('rebuild: done\n');
  return 0;
}

async function onFolder<T>(env: Env, work: (tidemark: Tidemark) => Promise<T>): Promise<T> {
  const tidemark = await Tidemark.open(configFrom(env));
  try {
    await tidemark.settled();
    return await work(tidemark);
  } finally {
    await tidemark.close();
  }
}

async function post(url: string, key: string | undefined): Promise<unknown> {
  if (key === undefined) throw new Error('Give --key, or set TIDEMARK_KEY.');
  const answer = await fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${key}` } });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${url} answered ${String(answer.status)}: ${JSON.stringify(body)}`);
  return body;
}
