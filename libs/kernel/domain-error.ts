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

/** Refuses with one of the aggregate's own codes; used as an expression: `state.active ?? reject('…', '…')`. */
export const rejecting =
  <Code extends string>() =>
  (code: Code, message: string, details?: Readonly<Record<string, unknown>>): never => {
    throw new DomainError(code, message, details);
  };

export const isDomainError = (error: unknown): error is DomainError => error instanceof DomainError;
