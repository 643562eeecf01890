import { isPlainObject } from '../../../libs/kernel/json.js';

/** One command for the API. `key` is its Idempotency-Key: sent again with the same key it is answered as the first time. */
export interface ApiRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  /** The same for all requests of an import. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Requests as the lines of `POST /v1/batch`. */
export const linesOf = (requests: readonly ApiRequest[]): string =>
  requests.map(({ method, path, body, key }) => JSON.stringify({ method, path, key, body })).join('\n');

export interface ApiAnswer {
  readonly status: number;
  /** The parsed JSON, or undefined when there was none. */
  readonly body: unknown;
  /** False where nothing was written: a repeat, or what is so already. */
  readonly changed?: boolean | undefined;
}

/** How requests reach the API. Throws ImportStopped when it makes no sense to send the next one. */
export interface Transport {
  send(request: ApiRequest): Promise<ApiAnswer>;
  /** Resolves when everything that was sent can be read, with what processes made of it. Throws ImportStopped. */
  settled(): Promise<void>;
}

/** The API inside this process, on a data folder. */
export interface LocalTransport extends Transport {
  close(): Promise<void>;
}

/** The import cannot go on; the message says why and what to do. Running it again goes on where it stopped. */
export class ImportStopped extends Error {
  override readonly name = 'ImportStopped';
}

/** This row is not taken; the message says which value was wrong. The others go on. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
}

export const isTaken = ({ status }: ApiAnswer): boolean => status >= 200 && status < 300;

/** A refusal as one line: its detail, the errors of single fields and its code (RFC 9457). */
export function problemOf({ status, body }: ApiAnswer): string {
  if (!isPlainObject(body)) return `status ${String(status)} without an explanation`;
  const { detail, title, code, errors } = body;
  const text = [detail, title].find((part) => typeof part === 'string') ?? 'refused without an explanation';
  return `${text}${errors === undefined ? '' : ` ${JSON.stringify(errors)}`} (${typeof code === 'string' ? code : String(status)})`;
}
