import 'reflect-metadata';
import { refusalToStart } from '../api/refusal-to-start.js';
import { importCommand } from './import/import.command.js';
import { openInProcess } from './in-process.js';

const usage = `Usage: tidemark <command>

  import <recipe folder> --from <data folder> [--url <url> --key <key>] [--dry-run] [--rejects <file>]
      reads a folder of files by a recipe: into a running Tidemark, or without --url straight into DATA_DIR
`;

async function run([command, ...args]: readonly string[]): Promise<number> {
  const { stdout, stderr, env } = process;
  switch (command) {
    case 'import':
      return importCommand(args, { stdout, stderr, cwd: process.cwd(), env, now: Date.now, openInProcess });
    default:
      stderr.write(command === undefined ? usage : `There is no command "${command}".\n\n${usage}`);
      return 2;
  }
}

run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(refusalToStart(error));
    process.exit(1);
  },
);
