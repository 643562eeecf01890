import { setTimeout as delay } from 'node:timers/promises';
import { nodeExchange, type Exchange, type Incoming } from './node-exchange.js';
import { ImportStopped, problemOf, type ApiAnswer, type ApiRequest, type LocalTransport } from './transport.js';

export interface HttpTransportOptions {
  /** Where the API is, without `/v1`. */
  readonly url: string;
  readonly key: string;
  readonly exchange?: Exchange;
  /** Milliseconds; given in tests. */
  readonly wait?: (millis: number) => Promise<unknown>;
}

const tries = 8;
const firstWait = 100;
const longestWait = 30_000;
const comesBack: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Sends over HTTP. What got no answer, or came while the API was busy, is sent again with the same key. */
export function httpTransport({
  url,
  key,
  exchange = nodeExchange(),
  wait = delay,
}: HttpTransportOptions): LocalTransport {
  const base = url.replace(/\/+$/, '');

  async function send(request: ApiRequest): Promise<ApiAnswer> {
    let problem = '';
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const incoming = await once(request);
      if (typeof incoming !== 'string' && !comesBack.has(incoming.status)) return answerOf(incoming);
      problem = typeof incoming === 'string' ? incoming : `status ${String(incoming.status)}`;
      const asked = typeof incoming === 'string' ? undefined : millisOf(incoming.retryAfter);
      if (attempt + 1 < tries) await wait(Math.min(asked ?? firstWait * 2 ** attempt, longestWait));
    }
    throw new ImportStopped(
      `${base} did not answer, tried ${String(tries)} times: ${problem}. Is it running? Run this again to go on.`,
    );
  }

  async function once({ method, path, body, key: idempotencyKey, headers }: ApiRequest): Promise<Incoming | string> {
    const own = {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': idempotencyKey,
    };
    try {
      return await exchange.exchange({
        url: base + path,
        method,
        headers: { ...headers, ...own },
        text: JSON.stringify(body),
      });
    } catch (error) {
      return reasonOf(error);
    }
  }

  function answerOf({ status, text }: Incoming): ApiAnswer {
    const answer = { status, body: parsed(text) };
    if (answer.body === undefined)
      throw new ImportStopped(`${base} answered ${String(status)} without JSON. Is this Tidemark's address?`);
    if (status === 401) throw new ImportStopped(`${base} does not know this key: ${problemOf(answer)}`);
    if (status === 403) throw new ImportStopped(`This key may not import into ${base}: ${problemOf(answer)}`);
    return answer;
  }

  return {
    send,
    close: () => {
      exchange.close();
      return Promise.resolve();
    },
  };
}

/** `Retry-After` says seconds or a date. */
function millisOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const millis = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(millis) ? undefined : Math.max(millis, 0);
}

// A refused connection to a name with several addresses has its text in the code alone.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
