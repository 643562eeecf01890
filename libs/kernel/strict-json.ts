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
  ) {
    super(message);
  }
}

export interface JsonBounds {
  /** Objects and lists within each other. */
  readonly depth: number;
  /** Fields of one object. */
  readonly fields: number;
  /** Fields and elements in the whole text. */
  readonly values: number;
}

/**
 * JSON of which nothing is lost in reading: `JSON.parse` keeps the last of equal names, and rounds numbers, without a word; here both
 * are refused, and so is what goes beyond the bounds. @throws JsonRefused
 */
export function parseStrictJson(text: string, bounds: JsonBounds): unknown {
  const value = parsed(text);
  new Scan(text, bounds).run();
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

/** One pass over a text that `JSON.parse` has taken: it looks for nothing but what that does not see. */
class Scan {
  private readonly levels: Level[] = [];
  private depth = 0;
  private values = 0;

  constructor(
    private readonly text: string,
    private readonly bounds: JsonBounds,
  ) {}

  run(): void {
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
          this.depth -= 1;
          break;
        case ',':
          this.comma();
          break;
        default:
          if (startsNumber(text.charCodeAt(at))) at = this.number(at);
      }
    }
  }

  private open(index: number): void {
    const { depth } = this.bounds;
    if (this.depth >= depth) throw new JsonRefused('depth', `is nested more than ${String(depth)} levels deep`);
    const level = (this.levels[this.depth] ??= { names: new Set(), name: '', index });
    level.names.clear();
    level.index = index;
    this.depth += 1;
  }

  private comma(): void {
    const level = this.levels[this.depth - 1];
    if (level === undefined || level.index < 0) return;
    level.index += 1;
    this.count();
  }

  /** Returns where it ends. */
  private string(start: number): number {
    const end = closingQuote(this.text, start);
    const level = this.levels[this.depth - 1];
    if (level?.index === -1 && isName(this.text, end)) {
      const written = this.text.slice(start + 1, end);
      level.name = written.includes('\\') ? String(JSON.parse(`"${written}"`)) : written;
      this.field(level);
    }
    return end;
  }

  private field({ names, name }: Level): void {
    if (names.has(name)) throw new JsonRefused('twice', 'is given twice', this.path());
    names.add(name);
    const { fields } = this.bounds;
    if (names.size > fields) throw new JsonRefused('size', `has an object of more than ${String(fields)} fields`);
    this.count();
  }

  private count(): void {
    this.values += 1;
    const { values } = this.bounds;
    if (this.values > values) throw new JsonRefused('size', `has more than ${String(values)} values`);
  }

  /** Returns where it ends. */
  private number(start: number): number {
    const { text } = this;
    let end = start + 1;
    while (continuesNumber(text.charCodeAt(end))) end += 1;
    const literal = text.slice(start, end);
    if (!keepsNumber(literal))
      throw new JsonRefused('number', `is ${literal.slice(0, 40)}, which cannot be kept exactly`, this.path());
    return end - 1;
  }

  private path(): string {
    const open = this.levels.slice(0, this.depth);
    return open.map(({ name, index }) => (index < 0 ? name : String(index))).join('.');
  }
}

function closingQuote(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
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
