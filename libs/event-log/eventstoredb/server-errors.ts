import {
  AccessDeniedError,
  LoginNotFoundError,
  MaxAppendSizeExceededError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { LogDamaged, LogUnavailable, PositionUnknown } from '../event-log.js';

/** What the server said definitely; all else may have happened or not. */
export const isConflict = (error: unknown): error is WrongExpectedVersionError =>
  error instanceof WrongExpectedVersionError;
export const isTooLarge = (error: unknown): error is MaxAppendSizeExceededError =>
  error instanceof MaxAppendSizeExceededError;
export const isNoStream = (error: unknown): boolean => error instanceof StreamNotFoundError;
/** It reads bytes there that are no event's: "Trying to read from an invalid position." */
export const isNoPlace = (error: unknown): boolean => codeOf(error) === invalidArgument;
export const isAccessDenied = (error: unknown): boolean =>
  (error instanceof LogUnavailable && isAccessDenied(error.cause)) ||
  error instanceof AccessDeniedError ||
  error instanceof LoginNotFoundError ||
  codeOf(error) === unauthenticated ||
  codeOf(error) === permissionDenied;

/** As the port's error. The client gives its own errors, raw ones of gRPC, and some without a code: to us they say the same. */
export function asLogError(server: string, error: unknown): Error {
  if (error instanceof LogUnavailable || error instanceof LogDamaged || error instanceof PositionUnknown) return error;
  if (isAccessDenied(error)) {
    return new LogUnavailable(`The event log at ${server} refused the name or the password.`, { cause: error });
  }
  return new LogUnavailable(`The event log at ${server} cannot be used: ${messageOf(error)}.`, { cause: error });
}

/** In one line, and never empty: some of the client's errors have no message. */
const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const line = error.message.split('\n', 1)[0]?.replace(/\.$/, '');
  return line === undefined || line === '' ? error.constructor.name : line;
};

const invalidArgument = 3;
const permissionDenied = 7;
const unauthenticated = 16;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
