import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FeedEvent } from './answers.parse.js';
import { appliedIn } from './journal.parse.js';
import type { LiveApi } from './live-api.js';

export interface Delivered {
  /** How many events were applied when it was killed, and in the end. */
  readonly whenKilled: number;
  readonly received: number;
  readonly missing: number;
  readonly twice: number;
}

/** Runs the example consumer on the feed, kills it half-way, runs it again, and counts what its journal says. */
export async function consumeWithKill(api: LiveApi, folder: string, events: readonly FeedEvent[]): Promise<Delivered> {
  await run(api, folder, Math.ceil(events.length / 2));
  const whenKilled = journalOf(folder).length;
  await run(api, folder);
  const applied = journalOf(folder);
  const distinct = new Set(applied);
  return {
    whenKilled,
    received: applied.length,
    missing: events.filter(({ id }) => !distinct.has(id)).length,
    twice: applied.length - distinct.size,
  };
}

/** @param killAfter the number of lines after which it is killed (SIGKILL: it cannot tidy up) */
async function run({ url, key }: LiveApi, folder: string, killAfter?: number): Promise<void> {
  const consumer = spawn(process.execPath, [consumerFile(), url, folder, '--once'], {
    env: { ...process.env, NODE_OPTIONS: '', TIDEMARK_KEY: key },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => consumer.once('close', resolve));
  let lines = 0;
  let said = '';
  consumer.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  createInterface(consumer.stdout).on('line', () => {
    lines += 1;
    if (lines === killAfter) consumer.kill('SIGKILL');
  });
  const code = await ended;
  if (code !== 0 && killAfter === undefined) throw new Error(`The consumer ended with ${String(code)}: ${said}`);
}

const journalOf = (folder: string): readonly string[] => {
  const file = join(folder, 'journal.ndjson');
  return existsSync(file) ? appliedIn(readFileSync(file, 'utf8')) : [];
};

/** The example stands beside the sources, wherever this file was compiled to. */
function consumerFile(folder = import.meta.dirname): string {
  const file = join(folder, 'examples', 'contract-consumer.mjs');
  if (existsSync(file)) return file;
  if (folder === dirname(folder)) throw new Error('examples/contract-consumer.mjs is not there.');
  return consumerFile(dirname(folder));
}
