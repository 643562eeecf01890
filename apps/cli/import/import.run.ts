import type { Corrections } from './corrections.js';
import type { Progress } from './progress.js';
import type { Recipe, Step } from './recipe.js';
import { markOf, type Rejects } from './rejects.js';
import { holds, type RowRunner } from './row-runner.js';
import { faultOf, sourceRows, type Source, type SourceRow, type Sources } from './sources.js';
import { fillText, type Scope } from './template.js';
import { ImportStopped, RowRefused } from './transport.js';

export interface ImportRun {
  readonly recipe: Recipe;
  readonly sources: Sources;
  readonly corrections: Corrections;
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

async function runOnce({ recipe, runner }: ImportRun, step: Step): Promise<void> {
  try {
    await runner.run(step, new Map(Object.entries(recipe.constants ?? {})), 0);
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
    throw new ImportStopped(`${step.step}: ${error.message} The later steps build on it.`);
  }
}

async function runRows(run: ImportRun, step: Step, source: Source): Promise<void> {
  const seen = new Set<string>();
  await sideBySide(sourceRows(source, run.corrections), run.inFlight, async (row) => {
    const fault = faultOf(row, source);
    if (fault !== undefined) {
      reject(run, step, source, row, fault);
      return;
    }
    const scope = scopeOf(run.recipe, source, row);
    const mark = step.distinct === undefined ? undefined : fillText(step.distinct, scope);
    if (!holds(step.where, scope) || (mark !== undefined && seen.has(mark))) {
      run.progress.row(step.step, 'passed over');
      return;
    }
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
    await sideBySide(sourceRows(source, run.corrections), run.inFlight, async (row) => {
      const fault = faultOf(row, source);
      if (fault !== undefined) {
        if (ofParents === -1) reject(run, step, source, row, fault);
        return;
      }
      const scope = scopeOf(run.recipe, source, row);
      if (!holds(step.where, scope)) {
        if (ofParents === -1) run.progress.row(step.step, 'passed over');
        return;
      }
      if (generationOf(fillText(parent, scope)) !== ofParents) return;
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
async function take(
  run: ImportRun,
  step: Step,
  source: Source,
  row: SourceRow,
  columns: Scope,
): Promise<Scope | undefined> {
  try {
    const { result, scope } = await run.runner.run(step, columns, row.line);
    run.progress.row(step.step, result);
    return scope;
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
    reject(run, step, source, row, error.message);
    return undefined;
  }
}

function reject({ rejects, progress }: ImportRun, { step }: Step, source: Source, row: SourceRow, why: string): void {
  const { line, cells, before = cells } = row;
  const { file, header } = source;
  rejects.add({ file, line, step, reason: `line ${String(line)}: ${why}`, header, cells, mark: markOf(before) });
  progress.row(step, 'rejected');
}

function scopeOf({ constants = {} }: Recipe, { columns }: Source, { cells }: SourceRow): Scope {
  const scope = new Map<string, unknown>(Object.entries(constants));
  for (const [column, place] of columns) scope.set(column, cells[place]?.trim() ?? '');
  return scope;
}

/** Takes rows as they come, so many at once; after a failure no further one is begun. */
async function sideBySide(
  rows: AsyncGenerator<SourceRow>,
  inFlight: number,
  take: (row: SourceRow) => Promise<void>,
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
