import { parseArgs } from 'node:util';
import { configFrom } from '../api/config.js';
import type { VerifyProgress } from '../../libs/projection/verify-all.js';
import { Tidemark } from '../api/tidemark.js';
import type { Output } from './import/progress.js';
import { StepLine } from './step-line.js';

/** Where results go, and what is said meanwhile. */
export interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}
type Env = Readonly<Record<string, string | undefined>>;

const options = { url: { type: 'string' }, key: { type: 'string' } } as const;

/** `tidemark verify`: the log's checksums, and the read models against the log. Without `--url` on DATA_DIR. Exit code 1 when they differ. */
export async function verifyCommand(args: readonly string[], env: Env, { stdout, stderr }: Outputs): Promise<number> {
  const { url, key } = parseArgs({ args: [...args], options }).values;
  const verified =
    url === undefined
      ? await onFolder(env, stderr, (tidemark) => verifiedWith(tidemark, stderr))
      : await post(`${url}/v1/admin/verify`, key ?? env['TIDEMARK_KEY']);
  const equal = typeof verified === 'object' && verified !== null && 'equal' in verified && verified.equal === true;
  stdout.write(
    equal
      ? 'verify: rebuilt equals live\n'
      : `verify: rebuilt differs from live: ${JSON.stringify(verified, null, 2)}\n`,
  );
  return equal ? 0 : 1;
}

/** `tidemark rebuild`: all read models anew. Without `--url` on DATA_DIR. */
export async function rebuildCommand(args: readonly string[], env: Env, { stdout, stderr }: Outputs): Promise<number> {
  const { url, key } = parseArgs({ args: [...args], options }).values;
  if (url === undefined) await onFolder(env, stderr, (tidemark) => tidemark.rebuild());
  else await post(`${url}/v1/admin/rebuild`, key ?? env['TIDEMARK_KEY']);
  stdout.write('rebuild: done\n');
  return 0;
}

/** Shows how far it is on one line, where that goes to a terminal. */
async function verifiedWith(tidemark: Tidemark, stderr: Output): Promise<unknown> {
  const line = new StepLine(stderr, Date.now);
  const onProgress: VerifyProgress = (step, done, all) => line.show(step, done, all);
  try {
    return await tidemark.verify(onProgress);
  } finally {
    line.end();
  }
}

async function onFolder<T>(env: Env, stderr: Output, work: (tidemark: Tidemark) => Promise<T>): Promise<T> {
  const tidemark = await Tidemark.open(configFrom(env), { onNotice: (line) => stderr.write(`${line}\n`) });
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
