/**
 * A refusal by the rules: nothing was written. `code` is stable and has one HTTP status; the message says what was wrong,
 * with which value, and what to do; `details` carries ids of other records in a conflict.
 */
export class DomainError<Code extends string = string> extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: Code,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/**
 * What kind of refusal a code is: `invalid` where the request contradicts the rules, `conflict` where the state forbids it,
 * `stale` where the record has moved on, `malformed` where the request cannot be read, `unavailable` where trying later helps.
 */
export type RefusalKind = 'malformed' | 'invalid' | 'not-found' | 'conflict' | 'stale' | 'unavailable';
export type Refusals<Code extends string = string> = Readonly<Record<Code, RefusalKind>>;

/** An aggregate's codes, each with its kind: `const reject = rejecting(accountRefusals)`. */
export const refusals = <const R extends Refusals>(kinds: R): Readonly<R> => kinds;

/** The kind of every code. @throws TypeError where a code is of two kinds */
export function allRefusals(...maps: readonly Refusals[]): ReadonlyMap<string, RefusalKind> {
  const all = new Map<string, RefusalKind>();
  for (const [code, kind] of maps.flatMap((kinds) => Object.entries(kinds))) {
    const other = all.get(code) ?? kind;
    if (other !== kind) throw new TypeError(`The refusal "${code}" is of two kinds: ${other} and ${kind}.`);
    all.set(code, kind);
  }
  return all;
}

/** Refuses with one of the aggregate's own codes; used as an expression: `state.active ?? reject('…', '…')`. */
export const rejecting =
  <Code extends string>(_codes?: Refusals<Code>) =>
  (code: Code, message: string, details?: Readonly<Record<string, unknown>>): never => {
    throw new DomainError(code, message, details);
  };

export const isDomainError = (error: unknown): error is DomainError => error instanceof DomainError;
