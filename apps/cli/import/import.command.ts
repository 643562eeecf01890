import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { derivedId } from '../../../libs/kernel/ids.js';
import { Converter } from './convert.js';
import { dryRunTransport } from './dry-run.transport.js';
import { httpTransport } from './http-transport.js';
import { importOptions, WrongUsage, type ImportOptions, type Target } from './import.options.js';
import { openSources, runImport, type Sources } from './import.run.js';
import { Names } from './names.js';
import { grouped, Progress, type Output } from './progress.js';
import { WrongRecipe, type Recipe } from './recipe.js';
import { readRecipe } from './recipe.reader.js';
import { Rejects } from './rejects.js';
import { RowRunner } from './row-runner.js';
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
    const recipe = await loadRecipe(resolve(io.cwd, options.recipe));
    const sources = await loadSources(recipe, resolve(io.cwd, options.from));
    return await importWith(options, recipe, sources, io);
  } catch (error) {
    if (!(error instanceof WrongUsage) && !(error instanceof ImportStopped)) throw error;
    io.stderr.write(`${error.message}\n`);
    return error instanceof WrongUsage ? 2 : 1;
  }
}

async function importWith(options: ImportOptions, recipe: Recipe, sources: Sources, io: ImportIo): Promise<number> {
  const columns = new Set([...sources.values()].flatMap(({ header }) => header));
  const rejects = new Rejects(resolve(io.cwd, options.rejects), [...columns]);
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
    await runImport({ recipe, sources, runner, rejects, progress, inFlight: options.inFlight });
  } finally {
    report(io.stdout, recipe, progress, rejects, dryRun);
    rejects.close();
    await transport.close();
  }
  return rejects.count === 0 ? 0 : 1;
}

async function loadRecipe(folder: string): Promise<Recipe> {
  const path = join(folder, 'recipe.json');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new WrongUsage(`There is no recipe at ${path}.`);
  });
  return orWrongUsage(path, () => readRecipe(text));
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

function report(output: Output, recipe: Recipe, progress: Progress, rejects: Rejects, dryRun: boolean): void {
  const counts = progress.end();
  if (dryRun) {
    output.write('Dry run: nothing was sent. These requests would be made:\n');
    for (const [kind, count] of progress.byKind) output.write(`${grouped(count).padStart(10)}  ${kind}\n`);
  }
  output.write(`${recipe.name}: ${counts}\n`);
  if (rejects.count > 0) output.write(`The rejected rows are in ${rejects.path}, each with its reason.\n`);
}
