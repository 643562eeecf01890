import { parseArgs } from 'node:util';

export const importUsage =
  'Usage: tidemark import <recipe folder> --from <folder of CSV files> [--url <API> --key <key> | --data-dir <folder>] ' +
  '[--dry-run] [--rejects <file>] [--corrected <rejected file>] [--in-flight <rows>]';

/** The command was called wrongly; the message is one line. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

export type Target =
  | { readonly to: 'nowhere' }
  | { readonly to: 'api'; readonly url: string; readonly key: string }
  | { readonly to: 'folder'; readonly dataDir: string };

export interface ImportOptions {
  readonly recipe: string;
  readonly from: string;
  readonly target: Target;
  /** Default: `rejected.csv`, or the next name that no corrected file has. */
  readonly rejects: string | undefined;
  /** Files of rejected rows, corrected: they stand in for those in the CSV files; of several the last one counts. */
  readonly corrected: readonly string[];
  readonly inFlight: number;
}

/** Reads the command line; `TIDEMARK_KEY` and `DATA_DIR` of the environment stand in for options. Throws WrongUsage. */
export function importOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ImportOptions {
  const { values, positionals } = parsed(args);
  const [recipe, ...more] = positionals;
  if (recipe === undefined) throw new WrongUsage(`Name the folder of the recipe. ${importUsage}`);
  if (more.length > 0) throw new WrongUsage(`"${more.join(' ')}" is one argument too many. ${importUsage}`);
  if (values.from === undefined) throw new WrongUsage(`Say with --from where the CSV files are. ${importUsage}`);
  const inFlight = Number(values['in-flight'] ?? '256');
  if (!Number.isInteger(inFlight) || inFlight < 1 || inFlight > 1000) {
    throw new WrongUsage(`--in-flight takes a number from 1 to 1000, not "${String(values['in-flight'])}".`);
  }
  return {
    recipe,
    from: values.from,
    target: targetOf(values, env),
    rejects: values.rejects,
    corrected: values.corrected ?? [],
    inFlight,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: text,
        url: text,
        key: text,
        'data-dir': text,
        'dry-run': { type: 'boolean' },
        rejects: text,
        corrected: { type: 'string', multiple: true },
        'in-flight': text,
      },
    });
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new WrongUsage(`${first}. ${importUsage}`);
  }
}

type Values = ReturnType<typeof parsed>['values'];

function targetOf(values: Values, env: Readonly<Record<string, string | undefined>>): Target {
  const { url, 'data-dir': dataDir } = values;
  if (url !== undefined && dataDir !== undefined) throw new WrongUsage('Give --url or --data-dir, not both.');
  if (url === undefined && values.key !== undefined)
    throw new WrongUsage('--key goes with --url: say which API it opens.');
  if (url !== undefined && (!URL.canParse(url) || !/^https?:/.test(url))) {
    throw new WrongUsage(`--url takes an address like http://localhost:3000, not "${url}".`);
  }
  if (values['dry-run'] === true) return { to: 'nowhere' };
  if (url === undefined) return { to: 'folder', dataDir: dataDir ?? env.DATA_DIR ?? 'data' };
  const key = values.key ?? env.TIDEMARK_KEY;
  if (key === undefined || key === '')
    throw new WrongUsage('--url needs a key: give --key <key>, or set TIDEMARK_KEY.');
  return { to: 'api', url, key };
}
