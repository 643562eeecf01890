import { parseArgs } from 'node:util';
import { copyLogWithKeys } from '../../libs/application/adapters/copy-log.js';
import { openLogPlace } from '../../libs/application/adapters/log-places.js';
import { dataKeyFrom } from '../../libs/application/settings/config.js';
import { isRefusal } from '../../libs/application/settings/refusal-to-start.js';
import { OptionMissing } from './backup.js';
import { grouped } from './import/progress.js';
import type { Env, Outputs } from './operate.js';
import { StepLine } from './step-line.js';

/** `tidemark log copy`: a log with its keys, between folders and servers. Exit code 1 where the places are not the same in the end. */
export async function logCommand(args: readonly string[], env: Env, { stdout, stderr }: Outputs): Promise<number> {
  const options = { from: { type: 'string' }, to: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { from, to } = values;
  if (positionals.join(' ') !== 'copy' || from === undefined || to === undefined) {
    throw new OptionMissing('Say from where to where: tidemark log copy --from <url or folder> --to <url or folder>.');
  }
  const { MONGODB_URL: mongoUrl, DATA_KEY } = env;
  const settings = { mongoUrl, dataKey: DATA_KEY === undefined ? undefined : dataKeyFrom(DATA_KEY) };
  const line = new StepLine(stderr, Date.now);
  try {
    const source = await openLogPlace(from, 'source', settings);
    try {
      const target = await openLogPlace(to, 'target', settings);
      try {
        const copied = await copyLogWithKeys(source, target, (step, done, all) => line.show(step, done, all));
        line.end();
        stdout.write(
          `log copy: ${grouped(copied.events)} events with the keys of ${grouped(copied.persons)} persons are in both places, and the same; ` +
            `so are the ${grouped(copied.rows)} rows that are made of them\n`,
        );
        if (copied.keysMissing === 0) return 0;
        stderr.write(
          `The keys of ${grouped(copied.keysMissing)} persons are missing in both: see "Keys are lost" in the runbook.\n`,
        );
        return 1;
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
  } catch (error) {
    line.end();
    if (!(error instanceof Error && isRefusal(error))) throw error;
    stderr.write(`log copy: not done. ${error.message} Started again, it goes on where it was.\n`);
    return 1;
  }
}
