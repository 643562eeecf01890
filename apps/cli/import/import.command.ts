import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { derivedId } from '../../../libs/kernel/ids.js';
import { readCorrections, withLater, type Corrections } from './corrections.js';
import { Converter } from './convert.js';
import { dryRunTransport } from './dry-run.transport.js';
import { httpTransport } from './http-transport.js';
import { importOptions, WrongUsage, type ImportOptions, type Target } from './import.options.js';
import { runImport } from './import.run.js';
import { Names } from './names.js';
import { grouped, Progress, type Output } from './progress.js';
import { WrongRecipe, type Recipe } from './recipe.js';
import { readRecipe, recipeText } from './recipe.reader.js';
import { Rejects } from './rejects.js';
import { RowRunner } from './row-runner.js';
import { openSources, unreadColumns, type Sources } from './sources.js';
import { ImportStopped, type LocalTransport } from './transport.js';

/** What the command needs from around it. */
export interface ImportIo {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly now: () => number;
  /** Starts the API in this process on a data folder, without a port. */
  readonly openInProcess: (dataDir: string) => Promise<LocalTransport>;
}

/**
 * Imports a folder of CSV files by a recipe: into a running API (`--url`), into a data folder, or nowhere (`--dry-run`).
 * Returns the exit code: 0 when every row was taken, 1 when rows were rejected or the import stopped, 2 when it was called wrongly.
 */
export async function importCommand(args: readonly string[], io: ImportIo): Promise<number> {
  try {
    const options = importOptions(args, io.env);
    return await importWith(options, await planOf(options, io.cwd), io);
  } catch (error) {
    if (!(error instanceof WrongUsage) && !(error instanceof ImportStopped)) throw error;
    io.stderr.write(`${error.message}\n`);
    return error instanceof WrongUsage ? 2 : 1;
  }
}

async function importWith(options: ImportOptions, plan: Plan, io: ImportIo): Promise<number> {
  const { recipe, sources, corrections } = plan;
  const all = [...sources.values()];
  const headers = all.map(({ header }) => header);
  const rejects = new Rejects(plan.rejectsPath, headers, all[0]?.dialect.delimiter ?? ',');
  const transport = await openTransport(options.target, io);
  const progress = new Progress(io.stdout, io.now);
  const names = new Names();
  const dryRun = options.target.to === 'nowhere';
  const importId = derivedId('import', recipe.name);
  const runner = new RowRunner({
    importId,
    transport,
    converter: new Converter(recipe, names),
    names,
    progress,
    dryRun,
  });
  try {
    let done = false;
    try {
      await runImport({ recipe, sources, corrections, runner, rejects, progress, inFlight: options.inFlight });
      await transport.settled();
      done = true;
    } finally {
      report(io.stdout, plan, progress, rejects, { dryRun, done });
      rejects.close();
    }
  } finally {
    await transport.close();
  }
  return rejects.count === 0 ? 0 : 1;
}

/** What is to be imported, all of it checked. */
interface Plan {
  readonly recipe: Recipe;
  readonly sources: Sources;
  readonly corrections: Corrections;
  readonly rejectsPath: string;
}

async function planOf({ recipe: folder, from, ...options }: ImportOptions, cwd: string): Promise<Plan> {
  const recipe = await loadRecipe(resolve(cwd, folder));
  const sources = await loadSources(recipe, resolve(cwd, from));
  const corrected = options.corrected.map((path) => resolve(cwd, path));
  const rejectsPath = rejectsPathOf(options.rejects, corrected, cwd);
  const files = new Set([...sources.values()].map(({ file }) => file));
  let corrections: Corrections = new Map();
  for (const path of corrected)
    corrections = withLater(corrections, await orWrongUsage(path, () => readCorrections(path, files)));
  return { recipe, sources, corrections, rejectsPath };
}

/** No corrected file is overwritten. */
function rejectsPathOf(given: string | undefined, corrected: readonly string[], cwd: string): string {
  const path = resolve(cwd, given ?? 'rejected.csv');
  if (!corrected.includes(path)) return path;
  if (given !== undefined)
    throw new WrongUsage(`--rejects would overwrite the corrected rows in ${path}. Give another file.`);
  for (let number = 2; ; number += 1) {
    const next = resolve(cwd, `rejected-${String(number)}.csv`);
    if (!corrected.includes(next)) return next;
  }
}

async function loadRecipe(folder: string): Promise<Recipe> {
  const path = join(folder, 'recipe.json');
  const bytes = await readFile(path).catch(() => {
    throw new WrongUsage(`There is no recipe at ${path}.`);
  });
  return orWrongUsage(path, () => readRecipe(recipeText(bytes)));
}

async function loadSources(recipe: Recipe, folder: string): Promise<Sources> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new WrongUsage(`There is no folder ${folder}.`);
  return orWrongUsage(folder, () => openSources(recipe, folder));
}

async function orWrongUsage<T>(place: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof WrongRecipe || error instanceof ImportStopped)
      throw new WrongUsage(`${place}: ${error.message}`);
    throw error;
  }
}

function openTransport(target: Target, io: ImportIo): Promise<LocalTransport> {
  switch (target.to) {
    case 'nowhere':
      return Promise.resolve({ ...dryRunTransport, close: () => Promise.resolve() });
    case 'api':
      return Promise.resolve(httpTransport(target));
    case 'folder':
      return io.openInProcess(resolve(io.cwd, target.dataDir));
  }
}

function report(
  output: Output,
  { recipe: { name }, sources }: Plan,
  progress: Progress,
  rejects: Rejects,
  { dryRun, done }: { readonly dryRun: boolean; readonly done: boolean },
): void {
  const { steps, all } = progress.end();
  if (dryRun) {
    output.write('Dry run: nothing was sent. These requests would be made:\n');
    for (const [kind, count] of progress.byKind) output.write(`${grouped(count).padStart(10)}  ${kind}\n`);
  }
  for (const [file, columns] of unreadColumns(sources))
    output.write(
      `Not read, as the recipe does not name them: ${file}, ${columns.map((each) => `"${each}"`).join(', ')}\n`,
    );
  if (steps.length > 1) for (const step of steps) output.write(`  ${step}\n`);
  output.write(`${name}: ${all}\n`);
  if (rejects.count > 0) output.write(`The rejected rows are in ${rejects.path}, each with its reason.\n`);
  if (done && !dryRun) output.write('All that was taken can be read.\n');
}
