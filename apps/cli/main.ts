import 'reflect-metadata';
import { refusalToStart } from '../../libs/application/settings/refusal-to-start.js';
import { acceptLogCommand, backupCommand, OptionMissing, restoreCommand } from './backup.js';
import { demoCommand } from './demo/demo.command.js';
import { feedCommand } from './feed-group.js';
import { importCommand } from './import/import.command.js';
import { logCommand } from './log-copy.js';
import { openInProcess } from './in-process.js';
import { statusCommand } from './status.js';
import { acceptLostKeysCommand, rebuildCommand, verifyCommand } from './operate.js';

const usage = `Usage: tidemark <command>

  demo [--once] [--port <port>]
      makes two years of business in a fresh folder, shows what Tidemark answers, and stays up
  import <recipe folder> --from <data folder> [--url <url> --key <key>] [--dry-run] [--rejects <file>] [--corrected <file>]
      reads a folder of files by a recipe: into a running Tidemark, or without --url straight into DATA_DIR
  status --url <url> --key <key>
      says how a running Tidemark is: ready or why not, how far readers are, what is parked; ends with 1 where it is not ready
  verify [--url <url> --key <key>]
      checks the log, that each sealed value has its key, and that the read models are what the log makes of them
  rebuild [--url <url> --key <key>]
      rebuilds all read models beside the live ones, and takes them over
  backup --to <new folder>
      copies log and keys of DATA_DIR, in which Tidemark may be running, and checks the copy to its end
  restore --from <back-up> [--to <empty folder>]
      checks a back-up and fills DATA_DIR, or another folder, from it; nothing may run there
  log copy --from <url or folder> --to <url or folder>
      copies a log with the keys of its persons between data folders and EventStoreDB (esdb://…, with MONGODB_URL and DATA_KEY set), and compares both
  feed group --name <name> [--from <position>]
      makes a group of consumers that share the contract events on EventStoreDB (EVENTSTORE_URL); on files GET /v1/contract-events is the way
  accept-log
      takes log.db in DATA_DIR as it is, where log.head is lost: restore a back-up instead if you can
  accept-lost-keys
      erases, for ever, the persons in DATA_DIR whose keys are lost: restore keys.db from a backup instead if you can
`;

async function run([command = '', ...args]: readonly string[]): Promise<number> {
  const { stdout, stderr, env } = process;
  if (command === 'demo') return demoCommand(args, { stdout, stderr, env });
  if (command === 'import')
    return importCommand(args, { stdout, stderr, cwd: process.cwd(), env, now: Date.now, openInProcess });
  if (command === 'status') return statusCommand(args, env, { stdout, stderr });
  if (command === 'verify') return verifyCommand(args, env, { stdout, stderr });
  if (command === 'rebuild') return rebuildCommand(args, env, { stdout, stderr });
  if (command === 'backup') return backupCommand(args, env, { stdout, stderr });
  if (command === 'restore') return restoreCommand(args, env, { stdout, stderr });
  if (command === 'log') return logCommand(args, env, { stdout, stderr });
  if (command === 'feed') return feedCommand(args, env, { stdout, stderr });
  if (command === 'accept-log') return acceptLogCommand(args, env, { stdout, stderr });
  if (command === 'accept-lost-keys') return acceptLostKeysCommand(args, env, { stdout, stderr });
  stderr.write(command === '' ? usage : `There is no command "${command}".\n\n${usage}`);
  return 2;
}

// The reader of a pipe may leave early, as `head` does.
process.stdout.on('error', () => process.exit(0));

run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const wrongOption =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    const wrongUse = wrongOption || error instanceof OptionMissing;
    console.error(wrongUse ? `${error.message}\n\n${usage}` : refusalToStart(error));
    process.exit(wrongUse ? 2 : 1);
  },
);
