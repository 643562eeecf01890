import { isPlainObject } from '../../../libs/kernel/json.js';
import { ImportStopped } from './transport.js';

/** What placeholders may name: constants, columns, values and answers. */
export type Scope = ReadonlyMap<string, unknown>;

/** A template taken apart: text, placeholder, text, … */
interface Parts {
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

const placeholder = /\{([^{}]+)\}/;
const known = new Map<string, Parts>();

// Each template of a recipe is filled thousands of times: it is taken apart once.
function partsOf(template: string): Parts {
  const parts = known.get(template) ?? takenApart(template);
  known.set(template, parts);
  return parts;
}

function takenApart(template: string): Parts {
  const pieces = template.split(placeholder);
  return { texts: pieces.filter((_, index) => index % 2 === 0), names: pieces.filter((_, index) => index % 2 === 1) };
}

/** The names in a template's placeholders: `"{product} for {account}"` has two. */
export const namesIn = (template: string): readonly string[] => partsOf(template).names;

/** All templates in a body or a part of one. */
export function templatesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(templatesIn);
  return isPlainObject(value) ? Object.values(value).flatMap(templatesIn) : [];
}

/** The text with every placeholder filled in, or undefined when one of them is empty. */
export function fillText(template: string, scope: Scope): string | undefined {
  const { texts, names } = partsOf(template);
  let text = texts[0] ?? '';
  for (const [index, name] of names.entries()) {
    const value = textAt(name, scope);
    if (value === undefined) return undefined;
    text += value + (texts[index + 1] ?? '');
  }
  return text === '' ? undefined : text;
}

/** The text of one name, or undefined when it is empty. */
export function textAt(name: string, scope: Scope): string | undefined {
  const value = lookUp(name, scope);
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** The path with every placeholder filled in and escaped. Throws where one is empty: there is nothing to send to. */
export function fillPath(template: string, scope: Scope): string {
  const { texts, names } = partsOf(template);
  const values = names.map((name) => {
    const value = textAt(name, scope);
    if (value === undefined) throw new ImportStopped(`The path ${template} needs {${name}}, which is empty.`);
    return encodeURIComponent(value);
  });
  return texts.map((text, index) => text + (values[index] ?? '')).join('');
}

/** A request's body. An empty value leaves out its key; inside an object of the body it leaves out that object. */
export function fillBody(template: Readonly<Record<string, unknown>>, scope: Scope): Record<string, unknown> {
  const entries = Object.entries(template).map(([key, inner]) => [key, fillJson(inner, scope)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function fillJson(template: unknown, scope: Scope): unknown {
  if (typeof template === 'string') {
    const { texts, names } = partsOf(template);
    const [name] = names;
    const alone = names.length === 1 && texts.every((text) => text === '');
    return alone && name !== undefined ? lookUp(name, scope) : fillText(template, scope);
  }
  if (Array.isArray(template))
    return template.map((item) => fillJson(item, scope)).filter((item) => item !== undefined);
  if (!isPlainObject(template)) return template;
  const filled = fillBody(template, scope);
  return Object.keys(filled).length === Object.keys(template).length ? filled : undefined;
}

/** An answer of the API as templates read it: `{quote.record.name}` goes into it. */
export class Answer {
  /** @param madeUp what a dry run gives for everything that only the API could know */
  constructor(
    private readonly name: string,
    private readonly body: unknown,
    private readonly madeUp?: string,
  ) {}

  /** Throws ImportStopped where there is nothing: every other row would miss it too. */
  at(path: string): unknown {
    const found = path
      .split('.')
      .reduce<unknown>((part, key) => (isPlainObject(part) ? part[key] : undefined), this.body);
    if (found !== undefined) return found;
    if (this.madeUp !== undefined) return this.madeUp;
    throw new ImportStopped(`The answer "${this.name}" has no "${path}": the recipe and the API do not fit together.`);
  }

  /** One answer per element of the list at this path. */
  each(path: string): readonly Answer[] {
    const list = this.at(path);
    if (!Array.isArray(list)) throw new ImportStopped(`"${path}" of the answer "${this.name}" is no list.`);
    return list.map((item) => new Answer('each', item, this.madeUp));
  }
}

/** The name before the first point and the path after it: `quote.record.name` is `quote` and `record.name`. */
export function splitName(name: string): readonly [string, string] {
  const point = name.indexOf('.');
  return point < 0 ? [name, ''] : [name.slice(0, point), name.slice(point + 1)];
}

// What is null or empty text counts as absent.
function lookUp(name: string, scope: Scope): unknown {
  const value = scope.has(name) ? scope.get(name) : inAnswer(name, scope);
  return value === null || value === '' ? undefined : value;
}

function inAnswer(name: string, scope: Scope): unknown {
  const [first, path] = splitName(name);
  const answer = scope.get(first);
  return answer instanceof Answer ? answer.at(path) : undefined;
}
