import { closest } from 'fastest-levenshtein';
import { comparable } from '../../../libs/catalogue/unique-value/comparable.js';
import { RowRefused } from './transport.js';

/** What earlier steps remembered by name: the ids of users, accounts and stages, but list prices too. */
export class Names {
  private readonly tables = new Map<string, Map<string, string>>();
  private readonly claimed = new Map<string, Map<string, number>>();

  /** The row of a line says which name it will make; throws RowRefused when an earlier row has made it or is making it. */
  claim(table: string, name: string, line: number): void {
    const names = this.claimed.get(table) ?? new Map<string, number>();
    const earlier = names.get(name);
    if (earlier !== undefined) throw new RowRefused(`"${name}" is in ${table} already, from line ${String(earlier)}.`);
    this.claimed.set(table, names.set(name, line));
  }

  remember(table: string, name: string, value: string): void {
    this.tables.set(table, (this.tables.get(table) ?? new Map<string, string>()).set(name, value));
  }

  /** What was remembered; throws RowRefused with the nearest known name. `column` says where the name stood. */
  find(table: string, name: string, column: () => string): string {
    const names = this.tables.get(table);
    const value = names?.get(name) ?? this.alike(table, name);
    if (value !== undefined) return value;
    const nearest = names === undefined ? '' : ` The nearest is ${nearestOf(name, names.keys())}.`;
    throw new RowRefused(
      `${column()}: "${name}" is not in ${table}.${nearest} Mend the row or give the recipe an alias.`,
    );
  }

  /** Of the one name that is the same but for case, spaces and what cannot be seen, as codes are compared (ADR 34). */
  private alike(table: string, name: string): string | undefined {
    const same = [...(this.tables.get(table) ?? [])].filter(([known]) => comparable(known) === comparable(name));
    return same.length === 1 ? same[0]?.[1] : undefined;
  }
}

/** The known name that is most like this one, quoted, or `none` when nothing is known. */
export function nearestOf(name: string, known: Iterable<string>): string {
  const names = [...known];
  return names.length === 0 ? 'none' : `"${closest(name, names)}"`;
}
