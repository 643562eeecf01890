import { join } from 'node:path';
import { faultOf, headerOf, rowsOf, type Row } from './csv-rows.js';
import { nearestOf } from './names.js';
import type { Progress } from './progress.js';
import { WrongRecipe, type Recipe, type Step } from './recipe.js';
import type { Rejects } from './rejects.js';
import { holds, type RowRunner } from './row-runner.js';
import { fillText, type Scope } from './template.js';
import { ImportStopped, RowRefused } from './transport.js';

/** A CSV file as it is, beside what the recipe says of it. */
export interface Source {
  readonly file: string;
  readonly path: string;
  readonly header: readonly string[];
}

export type Sources = ReadonlyMap<string, Source>;

/** Finds the recipe's files in the folder, with all the columns it reads. Throws WrongRecipe naming what is missing. */
export async function openSources(recipe: Recipe, folder: string): Promise<Sources> {
  const sources = new Map<string, Source>();
  for (const [name, { file, columns }] of Object.entries(recipe.files)) {
    const path = join(folder, file);
    const header = await headerOf(path);
    const missing = columns.find((column) => !header.includes(column));
    if (missing !== undefined) {
      throw new WrongRecipe(`${file} has no column "${missing}"; the nearest is ${nearestOf(missing, header)}.`);
    }
    sources.set(name, { file, path, header });
  }
  return sources;
}

export interface ImportRun {
  readonly recipe: Recipe;
  readonly sources: Sources;
  readonly runner: RowRunner;
  readonly rejects: Rejects;
  readonly progress: Progress;
  /** How many rows of a step are under way at once. */
  readonly inFlight: number;
}

/** Does the recipe's steps in their order, the rows of one step side by side. Throws ImportStopped. */
export async function runImport(run: ImportRun): Promise<void> {
  for (const step of run.recipe.steps) {
    const source = step.rows === undefined ? undefined : run.sources.get(step.rows);
    if (source === undefined) await runOnce(run, step);
    else if (step.parent === undefined) await runRows(run, step, source);
    else await runFamilies(run, step, step.parent, source);
  }
}

async function runOnce({ recipe, runner, progress }: ImportRun, step: Step): Promise<void> {
  try {
    await runner.run(step, new Map(Object.entries(recipe.constants ?? {})));
    progress.row(step.step, true);
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
    throw new ImportStopped(`${step.step}: ${error.message} The later steps build on it.`);
  }
}

async function runRows(run: ImportRun, step: Step, source: Source): Promise<void> {
  const seen = new Set<string>();
  await sideBySide(rowsOf(source.path), run.inFlight, async (row) => {
    const fault = faultOf(row, source.header);
    if (fault !== undefined) {
      reject(run, step, source, row, fault);
      return;
    }
    const scope = scopeOf(run.recipe, source, row);
    if (!holds(step.where, scope)) return;
    const mark = step.distinct === undefined ? undefined : fillText(step.distinct, scope);
    if (mark !== undefined && seen.has(mark)) return;
    if (mark !== undefined) seen.add(mark);
    await take(run, step, source, row, scope);
  });
}

/** Reads the file once per generation, so that parents are there before their children without holding any rows. */
async function runFamilies(run: ImportRun, step: Step, parent: string, source: Source): Promise<void> {
  const generations = new Map<string, number>();
  const generationOf = (name: string | undefined): number | undefined =>
    name === undefined ? -1 : generations.get(name);
  const pass = async (ofParents: number | undefined): Promise<number> => {
    const taken: string[] = [];
    await sideBySide(rowsOf(source.path), run.inFlight, async (row) => {
      const fault = faultOf(row, source.header);
      if (fault !== undefined) {
        if (ofParents === -1) reject(run, step, source, row, fault);
        return;
      }
      const scope = scopeOf(run.recipe, source, row);
      if (!holds(step.where, scope) || generationOf(fillText(parent, scope)) !== ofParents) return;
      const done = await take(run, step, source, row, scope);
      const name = done === undefined ? undefined : fillText(step.remember?.[0]?.name ?? '', done);
      if (name !== undefined) taken.push(name);
    });
    if (ofParents !== undefined) for (const name of taken) generations.set(name, ofParents + 1);
    return taken.length;
  };
  for (let ofParents = -1; (await pass(ofParents)) > 0; ofParents += 1);
  await pass(undefined);
}

/** What the row gave for templates, or undefined when it was rejected. */
async function take(run: ImportRun, step: Step, source: Source, row: Row, scope: Scope): Promise<Scope | undefined> {
  try {
    const done = await run.runner.run(step, scope);
    run.progress.row(step.step, true);
    return done;
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
    reject(run, step, source, row, error.message);
    return undefined;
  }
}

function reject(
  { rejects, progress }: ImportRun,
  { step }: Step,
  { file, header }: Source,
  row: Row,
  why: string,
): void {
  const cells = new Map(header.map((column, index) => [column, row.cells[index] ?? ''] as const));
  rejects.add({ file, line: row.line, step, reason: `line ${String(row.line)}: ${why}`, cells });
  progress.row(step, false);
}

function scopeOf({ constants = {} }: Recipe, { header }: Source, { cells }: Row): Scope {
  const columns = header.map((column, index) => [column, cells[index]?.trim() ?? ''] as const);
  return new Map<string, unknown>([...Object.entries(constants), ...columns]);
}

/** Takes rows as they come, so many at once; after a failure no further one is begun. */
async function sideBySide(
  rows: AsyncGenerator<Row>,
  inFlight: number,
  take: (row: Row) => Promise<void>,
): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let next = await rows.next(); next.done !== true; next = await rows.next()) await take(next.value);
  };
  const lanes = Array.from({ length: inFlight }, lane);
  try {
    await Promise.all(lanes);
  } finally {
    await rows.return(undefined);
    await Promise.allSettled(lanes);
  }
}
