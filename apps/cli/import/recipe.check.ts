import { isEncoding } from './csv/lines.js';
import { isDateFormat, isNumberFormat } from './formats.js';
import { nearestOf } from './names.js';
import type { Recipe, Step } from './recipe.js';
import { namesIn, splitName, templatesIn } from './template.js';

/** Every name in the recipe that leads nowhere, with its place and the nearest that does: found before anything is sent. */
export function faultsOf(recipe: Recipe): readonly string[] {
  const faults: string[] = [];
  if (recipe.dates !== undefined && !isDateFormat(recipe.dates)) {
    faults.push(`/dates "${recipe.dates}" must name YYYY, M or MM, and D or DD, once each.`);
  }
  if (recipe.numbers !== undefined && !isNumberFormat(recipe.numbers)) {
    faults.push(
      `/numbers "${recipe.numbers}" must be the number 1234.56 as the files write it: 1.234,56 or 1,234.56, say.`,
    );
  }
  faults.push(...faultsOfFiles(recipe));
  const tables = new Set<string>();
  const steps = new Set<string>();
  for (const [index, step] of recipe.steps.entries()) {
    const place = `/steps/${String(index)} (${step.step})`;
    if (steps.has(step.step)) faults.push(`${place} is there twice: name each step differently.`);
    faults.push(...faultsOfStep(recipe, step, tables).map((fault) => place + fault));
    steps.add(step.step);
    for (const { table } of step.remember ?? []) tables.add(table);
  }
  return faults;
}

function faultsOfFiles({ files, constants = {} }: Recipe): readonly string[] {
  return Object.entries(files).flatMap(([name, { columns, encoding }]) => {
    const both = columns.filter((column) => Object.hasOwn(constants, column));
    const faults = both.map(
      (column) => `/files/${name}/columns "${column}" is a constant too: give the constant another name.`,
    );
    if (encoding !== undefined && !isEncoding(encoding))
      faults.push(
        `/files/${name}/encoding "${encoding}" is not known; utf-8, windows-1252 and utf-16le are, for example.`,
      );
    return faults;
  });
}

function faultsOfStep(recipe: Recipe, step: Step, earlierTables: ReadonlySet<string>): readonly string[] {
  const file = step.rows === undefined ? undefined : recipe.files[step.rows];
  if (step.rows !== undefined && file === undefined)
    return [notKnown('/rows', step.rows, 'a file', Object.keys(recipe.files))];
  const columns = [...Object.keys(recipe.constants ?? {}), ...(file?.columns ?? [])];
  const names = new StepNames(columns, new Set(earlierTables));
  checkRows(step, names);
  checkValues(recipe, step, names);
  if (file !== undefined && step.key === undefined)
    names.faults.push('/key is missing: say what names a row, as in "{id}".');
  names.check('/key', step.key);
  checkRequests(step, names);
  return names.faults;
}

/** What a step's templates may name so far: constants, columns and values as they are, answers with a path. */
class StepNames {
  readonly faults: string[] = [];
  readonly plain: Set<string>;
  readonly answers = new Set<string>();

  constructor(
    columns: readonly string[],
    readonly tables: Set<string>,
  ) {
    this.plain = new Set(columns);
  }

  check(place: string, template: unknown, also?: string): void {
    this.checkNames(place, templatesIn(template).flatMap(namesIn), also);
  }

  checkNames(place: string, names: readonly string[], also?: string): void {
    const answers = also === undefined ? this.answers : new Set([...this.answers, also]);
    for (const name of names) {
      const [first, path] = splitName(name);
      if (this.plain.has(name) || (path !== '' && answers.has(first))) continue;
      const known = [...this.plain, ...[...answers].map((answer) => `${answer}.id`)];
      this.faults.push(notKnown(place, name, 'a column, a value or an answer here', known));
    }
  }
}

function checkRows({ where, distinct, parent, remember }: Step, names: StepNames): void {
  names.checkNames('/where', Object.keys(where ?? {}));
  names.check('/distinct', distinct);
  names.check('/parent', parent);
  const own = remember?.[0];
  if (parent === undefined) return;
  if (distinct !== undefined) names.faults.push('/parent and /distinct do not go together: one of them only.');
  if (own === undefined || own.each !== undefined)
    names.faults.push('/parent needs the row\'s own name first under "remember".');
  else names.tables.add(own.table);
}

function checkValues(recipe: Recipe, { values }: Step, names: StepNames): void {
  const aliases = Object.keys(recipe.aliases ?? {});
  for (const [name, value] of Object.entries(values ?? {})) {
    const place = `/values/${name}`;
    names.check(`${place}/of`, value.of);
    names.check(`${place}/else`, value.else);
    if (value.aliases !== undefined && !aliases.includes(value.aliases)) {
      names.faults.push(notKnown(`${place}/aliases`, value.aliases, 'a list of aliases', aliases));
    }
    if (value.in !== undefined && !names.tables.has(value.in)) {
      names.faults.push(notKnown(`${place}/in`, value.in, 'remembered by an earlier step', names.tables));
    }
    if (value.in !== undefined && value.as !== undefined)
      names.faults.push(`${place} has "in" and "as": one of them only.`);
    const isDate = value.as === 'date';
    if (value.format !== undefined && !(isDate ? isDateFormat(value.format) : isNumberFormat(value.format)))
      names.faults.push(
        `${place}/format "${value.format}" must be ${isDate ? 'a date like M/D/YYYY' : 'the number 1234.56 as it is written here'}.`,
      );
    if (value.format !== undefined && (value.as === undefined || value.as === 'text'))
      names.faults.push(`${place}/format is for dates and numbers: say which with "as".`);
    if (value.times !== undefined && value.as !== 'number')
      names.faults.push(`${place}/times is for numbers: say "as": "number".`);
    names.plain.add(name);
  }
}

function checkRequests({ requests, remember }: Step, names: StepNames): void {
  // A row's own name is needed before its first request, so no answer may be in it.
  for (const [index, { name, each }] of (remember ?? []).entries()) {
    names.check(`/remember/${String(index)}/name`, name, each === undefined ? undefined : 'each');
  }
  for (const [index, { when, needs, path, body, as }] of requests.entries()) {
    const place = `/requests/${String(index)}`;
    names.checkNames(`${place}/when`, Object.keys(when ?? {}));
    names.checkNames(`${place}/needs`, needs ?? []);
    names.check(`${place}/path`, path);
    names.check(`${place}/body`, body);
    if (as === undefined) continue;
    if (names.plain.has(as)) names.faults.push(`${place}/as "${as}" is the name of a column or value already.`);
    names.answers.add(as);
  }
  for (const [index, { value, each }] of (remember ?? []).entries()) {
    const place = `/remember/${String(index)}`;
    if (each !== undefined) names.checkNames(`${place}/each`, [each]);
    names.check(`${place}/value`, value, each === undefined ? undefined : 'each');
  }
}

const notKnown = (place: string, name: string, what: string, known: Iterable<string>): string =>
  `${place}: "${name}" is not ${what}; the nearest is ${nearestOf(name, known)}.`;
