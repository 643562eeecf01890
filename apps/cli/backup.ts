import { parseArgs } from 'node:util';
import { acceptLogAsItIs, backUp, restore, type Copied } from '../../libs/application/adapters/embedded/backup.js';
import { configFrom } from '../../libs/application/settings/config.js';
import { isRefusal } from '../../libs/application/settings/refusal-to-start.js';
import type { VerifyProgress } from '../../libs/projection/verify-all.js';
import { grouped, type Output } from './import/progress.js';
import type { Env, Outputs } from './operate.js';
import { StepLine } from './step-line.js';

/** A command needs an option that was not given. */
export class OptionMissing extends Error {
  override readonly name = 'OptionMissing';
}

/** `tidemark backup`: DATA_DIR as it is now, whether Tidemark runs there or not. */
export async function backupCommand(args: readonly string[], env: Env, { stdout, stderr }: Outputs): Promise<number> {
  const { to = needed('backup', '--to') } = parseArgs({ args: [...args], options: { to: { type: 'string' } } }).values;
  const { dataDir, dataKey } = configFrom(env);
  return saying('backup', stderr, async (onProgress) => {
    const copied = await backUp({ from: dataDir, to, dataKey, onProgress });
    stdout.write(`backup: ${contentOf(copied)} are in ${to}, and checked\n${keyOf(copied)}`);
    return toldMissing(copied, stderr);
  });
}

/** `tidemark restore`: an empty DATA_DIR, or another folder, filled from a back-up. */
export async function restoreCommand(args: readonly string[], env: Env, { stdout, stderr }: Outputs): Promise<number> {
  const options = { from: { type: 'string' }, to: { type: 'string' } } as const;
  const { from = needed('restore', '--from'), to } = parseArgs({ args: [...args], options }).values;
  const { dataDir, dataKey } = configFrom(env);
  return saying('restore', stderr, async (onProgress) => {
    const folder = to ?? dataDir;
    const copied = await restore({ from, to: folder, dataKey, onProgress });
    stdout.write(
      `restore: ${contentOf(copied)} are in ${folder}, and checked; the read models are made at the first start\n`,
    );
    return toldMissing(copied, stderr);
  });
}

/** `tidemark accept-log`: the log in DATA_DIR counts as whole from now on. */
export async function acceptLogCommand(
  args: readonly string[],
  env: Env,
  { stdout, stderr }: Outputs,
): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  return saying('accept-log', stderr, async (onProgress) => {
    const { sequence, recordedAt } = await acceptLogAsItIs(configFrom(env).dataDir, onProgress);
    stdout.write(`accept-log: the log ends with event ${grouped(sequence)}${ofTime(recordedAt)}\n`);
    return 0;
  });
}

const needed = (command: string, option: string): never => {
  throw new OptionMissing(`tidemark ${command} needs ${option} <folder>.`);
};

const contentOf = ({ events, recordedAt }: Copied): string =>
  `${grouped(events)} events${recordedAt === undefined ? '' : ` up to ${recordedAt}`} and the keys`;

const ofTime = (recordedAt: string | undefined): string => (recordedAt === undefined ? '' : ` of ${recordedAt}`);

const keyOf = ({ holdsDataKey }: Copied): string =>
  holdsDataKey
    ? 'It holds data.key, which opens all personal data in it: let nobody read it who may not read the data folder.\n'
    : 'Its personal data opens with DATA_KEY alone, which is not in it: keep that elsewhere. Without it nothing starts.\n';

function toldMissing({ keysMissing }: Copied, stderr: Output): number {
  if (keysMissing === 0) return 0;
  stderr.write(
    `The keys of ${grouped(keysMissing)} persons are missing in it, as they were where it comes from: see "Keys are lost" in the runbook.\n`,
  );
  return 1;
}

/** Shows how far it is on one line, where that goes to a terminal; a refusal is said in one line too. */
async function saying(
  command: string,
  stderr: Output,
  work: (onProgress: VerifyProgress) => Promise<number>,
): Promise<number> {
  const line = new StepLine(stderr, Date.now);
  const ended = await work((step, done, all) => line.show(step, done, all)).then(
    (code) => ({ code }),
    (error: unknown) => ({ error }),
  );
  line.end();
  if ('code' in ended) return ended.code;
  const { error } = ended;
  // The system's own errors name the file, such as on a full disk.
  if (!(error instanceof Error) || !(isRefusal(error) || 'code' in error)) throw error;
  stderr.write(`${command}: nothing was done. ${error.message}\n`);
  return 1;
}
