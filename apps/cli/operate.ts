import { parseArgs } from 'node:util';
import { ConfigError, configFrom } from '../../libs/application/settings/config.js';
import type { VerifyProgress } from '../../libs/projection/verify-all.js';
import { openAdapters } from '../../libs/application/adapters/open-adapters.js';
import { openRuntime } from '../../libs/application/runtime/open-runtime.js';
import type { Runtime } from '../../libs/application/runtime/runtime.js';
import type { Output } from './import/progress.js';
import { StepLine } from './step-line.js';

/** Where results go, and what is said meanwhile. */
export interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}
export type Env = Readonly<Record<string, string | undefined>>;

const options = { url: { type: 'string' }, key: { type: 'string' } } as const;

/** `tidemark verify`: the log's checksums, its keys, and the read models against the log. Without `--url` on DATA_DIR. Exit code 1 when they differ. */
export async function verifyCommand(args: readonly string[], env: Env, { stdout, stderr }: Outputs): Promise<number> {
  const { url, key } = parseArgs({ args: [...args], options }).values;
  const verified =
    url === undefined
      ? await onStores(env, stderr, (runtime) => verifiedWith(runtime, stderr))
      : await post(`${url}/v1/admin/verify`, key ?? env['TIDEMARK_KEY']);
  const equal = typeof verified === 'object' && verified !== null && 'equal' in verified && verified.equal === true;
  stdout.write(
    equal
      ? 'verify: rebuilt equals live\n'
      : `verify: rebuilt differs from live, or keys are missing: ${JSON.stringify(verified, null, 2)}\n`,
  );
  return equal ? 0 : 1;
}

/** `tidemark rebuild`: all read models again. Without `--url` on DATA_DIR. */
export async function rebuildCommand(args: readonly string[], env: Env, { stdout, stderr }: Outputs): Promise<number> {
  const { url, key } = parseArgs({ args: [...args], options }).values;
  if (url === undefined && configFrom(env).servers !== undefined)
    throw new ConfigError(
      'On servers the worker in charge rebuilds: ask for it with --url and --key of a running api.',
    );
  if (url === undefined) await onStores(env, stderr, (runtime) => runtime.rebuild());
  else await post(`${url}/v1/admin/rebuild`, key ?? env['TIDEMARK_KEY']);
  stdout.write('rebuild: done\n');
  return 0;
}

/** `tidemark accept-lost-keys`: persons whose keys are lost read as erased from now on. On DATA_DIR. */
export async function acceptLostKeysCommand(
  args: readonly string[],
  env: Env,
  { stdout, stderr }: Outputs,
): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const persons = await onStores(env, stderr, (runtime) => runtime.acceptLostKeys(), true);
  stdout.write(`accept-lost-keys: ${String(persons)} persons whose keys were lost are erased\n`);
  return 0;
}

/** Shows how far it is on one line, where that goes to a terminal. */
async function verifiedWith(runtime: Runtime, stderr: Output): Promise<unknown> {
  const line = new StepLine(stderr, Date.now);
  const onProgress: VerifyProgress = (step, done, all) => line.show(step, done, all);
  try {
    return await runtime.verify(onProgress);
  } finally {
    line.end();
  }
}

async function onStores<T>(
  env: Env,
  stderr: Output,
  work: (runtime: Runtime) => Promise<T>,
  acceptsLostKeys = false,
): Promise<T> {
  const config = configFrom(env);
  const onNotice = (line: string): unknown => stderr.write(`${line}\n`);
  const adapters = await openAdapters(config, onNotice, acceptsLostKeys);
  const { runtime, close } = await openRuntime(adapters, {
    ...config,
    adminApiKey: undefined,
    follows: config.servers && {},
  });
  try {
    // On servers workers do that, which may not be running now.
    if (config.servers === undefined) await runtime.settled();
    return await work(runtime);
  } finally {
    await close();
  }
}

async function post(url: string, key: string | undefined): Promise<unknown> {
  if (key === undefined) throw new Error('Give --key, or set TIDEMARK_KEY.');
  const answer = await fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${key}` } });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${url} answered ${String(answer.status)}: ${JSON.stringify(body)}`);
  return body;
}
