import { parseArgs } from 'node:util';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ReadinessAnswer, StatusAnswer, VersionAnswer } from '../api/operations/operation-answers.js';
import { OptionMissing } from './backup.js';
import type { Env, Outputs } from './operate.js';
import { statusLines } from './status-lines.js';

const options = { url: { type: 'string' }, key: { type: 'string' } } as const;

interface Source {
  readonly url: string;
  readonly key: string;
}

/** `tidemark status`: how a running Tidemark is, for people. Exit code 1 where it is not ready, or does not answer. */
export async function statusCommand(args: readonly string[], env: Env, { stdout }: Outputs): Promise<number> {
  const { url, key = env['TIDEMARK_KEY'] } = parseArgs({ args: [...args], options }).values;
  if (url === undefined) throw new OptionMissing('Say which: --url http://localhost:3000.');
  if (key === undefined) throw new OptionMissing('Give --key, of an administrator, or set TIDEMARK_KEY.');
  const source = { url: url.replace(/\/+$/, ''), key };
  try {
    const readiness = await answerOf(source, '/health/ready', ReadinessAnswer);
    const version = await answerOf(source, '/version', VersionAnswer);
    const status = await answerOf(source, '/v1/admin/status', StatusAnswer);
    stdout.write(`${statusLines({ readiness, version, status }).join('\n')}\n`);
    return readiness.ready ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NotTold)) throw error;
    stdout.write(`ready  no: ${error.message}\n`);
    return 1;
  }
}

/** Why nobody can say how it is. */
class NotTold extends Error {
  override readonly name = 'NotTold';
}

async function answerOf<T extends TSchema>({ url, key }: Source, path: string, schema: T): Promise<Static<T>> {
  const address = `${url}${path}`;
  const body = await jsonAt(address, { Authorization: `Bearer ${key}` });
  if (Compile(schema).Check(body)) return body;
  const problem = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : undefined;
  throw new NotTold(`${address} answers ${JSON.stringify(problem ?? body).slice(0, 300)}`);
}

async function jsonAt(address: string, headers: Readonly<Record<string, string>>): Promise<unknown> {
  try {
    return JSON.parse(await (await fetch(address, { headers })).text());
  } catch (error) {
    const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : error;
    throw new NotTold(`${address} does not answer: ${String(cause)}`);
  }
}
