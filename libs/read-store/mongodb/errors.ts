import { MongoError, MongoErrorLabel } from 'mongodb';
import { ReadStoreUnavailable } from '../read-store.js';

/** Nothing of it was stored: the whole transaction may be tried again. */
export const isTransient = (error: unknown): boolean =>
  error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.TransientTransactionError);

/** It may have been stored, or not. */
export const isUnknownCommit = (error: unknown): boolean =>
  error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.UnknownTransactionCommitResult);

export const isDuplicateKey = (error: unknown): boolean => error instanceof MongoError && error.code === 11000;

/** Somebody else has dropped it. */
export const isMissingCollection = (error: unknown): boolean => error instanceof MongoError && error.code === 26;

/** What the driver throws, as what a store throws; anything else as it is. */
export async function asked<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(place, error);
  }
}

export const unavailable = (place: string, error: unknown): unknown =>
  error instanceof MongoError
    ? new ReadStoreUnavailable(`MongoDB at ${place} cannot be used now: ${messageOf(error)}.`, { cause: error })
    : error;

/** In one line, without the full stop at its end. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').replace(/\.$/, '');

/** Without the user and the password of the url. */
export function scrubbed(message: string, url: string): string {
  const credentials = /^[a-z+]*:\/\/(.*)@/.exec(url)?.[1];
  if (credentials === undefined || credentials === '') return message;
  const [, ...password] = credentials.split(':');
  const secrets = [credentials, password.join(':'), decoded(password.join(':'))].filter((secret) => secret !== '');
  return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
