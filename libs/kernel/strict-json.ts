import { keepsNumber } from './json-number.js';

/** Why a text is not taken as JSON. */
export type JsonFault = 'syntax' | 'twice' | 'number' | 'depth' | 'size';

/** What is wrong with a JSON text, as the end of a sentence about the place: `references.0.system`, or '' for the whole. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused';
  constructor(
    readonly fault: JsonFault,
    message: string,
    readonly path = '',
    /** Of what there is too much, where that is the fault, and how many are taken. */
    readonly excess?: { readonly tooMany: 'levels' | 'fields' | 'elements' | 'values'; readonly limit: number },
  ) {
    super(message);
  }
}

export interface JsonBounds {
  /** Objects and lists within each other. */
  readonly depth: number;
  /** Fields of one object. */
  readonly fields: number;
  /** Elements of one list. */
  readonly elements: number;
  /** Fields and elements in the whole text. */
  readonly values: number;
}

/**
 * JSON of which nothing is lost in reading: `JSON.parse` keeps the last of equal names, and rounds numbers, without a word; here both
 * are refused, and so is what goes beyond the bounds, before anything is made of it. @throws JsonRefused
 */
export function parseStrictJson(text: string, bounds: JsonBounds): unknown {
  const lost = new Scan(text, bounds).run();
  const value = parsed(text);
  if (lost) throw lost;
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = error instanceof Error ? error.message : '';
    throw new JsonRefused('syntax', `is not valid JSON: ${where.slice(0, 200)}`);
  }
}

/** An object or a list that is open, and how far it is read. One per depth, used again for the next at that depth. */
interface Level {
  readonly names: Set<string>;
  /** The last name. */
  name: string;
  /** The place in a list; -1 in an object. */
  index: number;
}

/** One pass over a text before `JSON.parse`, which says whether it is JSON at all: it looks for nothing but what that does not see. */
class Scan {
  private readonly levels: Level[] = [];
  private depth = 0;
  private values = 0;
  private lost: JsonRefused | undefined;

  constructor(
    private readonly text: string,
    private readonly bounds: JsonBounds,
  ) {}

  /** Returns the first thing that would be lost. @throws JsonRefused at once, beyond the bounds */
  run(): JsonRefused | undefined {
    const { text } = this;
    for (let at = 0; at < text.length; at += 1) {
      switch (text.charAt(at)) {
        case '"':
          at = this.string(at);
          break;
        case '{':
          this.open(-1);
          break;
        case '[':
          this.open(0);
          break;
        case '}':
        case ']':
          this.depth = Math.max(0, this.depth - 1);
          break;
        case ',':
          this.comma();
          break;
        default:
          if (startsNumber(text.charCodeAt(at))) at = this.number(at);
      }
    }
    return this.lost;
  }

  private open(index: number): void {
    const { depth } = this.bounds;
    if (this.depth >= depth)
      throw new JsonRefused('depth', `is nested more than ${String(depth)} levels deep`, '', {
        tooMany: 'levels',
        limit: depth,
      });
    const level = (this.levels[this.depth] ??= { names: new Set(), name: '', index });
    level.names.clear();
    level.index = index;
    this.depth += 1;
  }

  private comma(): void {
    const level = this.levels[this.depth - 1];
    if (level === undefined || level.index < 0) return;
    level.index += 1;
    if (level.index >= this.bounds.elements) this.tooMany('elements', this.depth - 1);
    this.count();
  }

  /** Returns where it ends. */
  private string(start: number): number {
    const end = closingQuote(this.text, start);
    if (end < 0) return this.text.length;
    const level = this.levels[this.depth - 1];
    if (level?.index === -1 && isName(this.text, end)) {
      const written = this.text.slice(start + 1, end);
      level.name = written.includes('\\') ? unescaped(written) : written;
      this.field(level);
    }
    return end;
  }

  private field({ names, name }: Level): void {
    if (names.has(name)) this.lost ??= new JsonRefused('twice', 'is given twice', this.path());
    names.add(name);
    if (names.size > this.bounds.fields) this.tooMany('fields', this.depth - 1);
    this.count();
  }

  private count(): void {
    this.values += 1;
    if (this.values > this.bounds.values) this.tooMany('values', 0);
  }

  /** @throws JsonRefused of what is open at that depth */
  private tooMany(tooMany: 'fields' | 'elements' | 'values', depth: number): never {
    const limit = this.bounds[tooMany];
    const message = `has more than ${String(limit)} ${tooMany}`;
    throw new JsonRefused('size', message, this.path(depth), { tooMany, limit });
  }

  /** Returns where it ends. */
  private number(start: number): number {
    const { text } = this;
    let end = start + 1;
    while (continuesNumber(text.charCodeAt(end))) end += 1;
    const literal = text.slice(start, end);
    if (!keepsNumber(literal))
      this.lost ??= new JsonRefused('number', `is ${literal.slice(0, 40)}, which cannot be kept exactly`, this.path());
    return end - 1;
  }

  private path(depth = this.depth): string {
    const open = this.levels.slice(0, depth);
    return open.map(({ name, index }) => (index < 0 ? name : String(index))).join('.');
  }
}

/** -1 where none follows. */
function closingQuote(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

/** The name as it is meant; as it is written where that is no JSON. */
function unescaped(written: string): string {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}

/** Whether a colon follows the string that ends here. */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return text[at] === ':';
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const startsNumber = (code: number): boolean => isDigit(code) || code === 45;
/** A digit, or one of `+ - . E e`. */
const continuesNumber = (code: number): boolean =>
  isDigit(code) || code === 43 || code === 45 || code === 46 || code === 69 || code === 101;
