import { parseArgs } from 'node:util';
import { isRefusal } from '../../libs/application/settings/refusal-to-start.js';
import { OptionMissing } from './backup.js';
import type { Env, Outputs } from './operate.js';

/** `tidemark feed group`: a group of consumers of contract events on EVENTSTORE_URL. Exit code 1 where there can be none. */
export async function feedCommand(args: readonly string[], env: Env, { stdout, stderr }: Outputs): Promise<number> {
  const options = { name: { type: 'string' }, from: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { name, from } = values;
  if (positionals.join(' ') !== 'group' || name === undefined) {
    throw new OptionMissing('Say its name: tidemark feed group --name delivery.');
  }
  // Loaded where it is used: other commands do not wait for the client of the server.
  const { ensureFeedGroup, publishedCategories } = await import('../../libs/application/adapters/feed-group.js');
  try {
    const isNew = await ensureFeedGroup({ name, from }, env['EVENTSTORE_URL']);
    const streams = publishedCategories.map((category) => `${category}-…`).join(' and ');
    stdout.write(
      `feed group: "${name}" ${isNew ? 'is made' : 'was there, with these settings'}, on $all, for ${streams}\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Error && isRefusal(error))) throw error;
    stderr.write(`feed group: not made. ${error.message}\n`);
    return 1;
  }
}
