import { setTimeout as delay } from 'node:timers/promises';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { gathered } from './gathered.js';
import { nodeExchange, type Exchange, type Incoming } from './node-exchange.js';
import {
  ImportStopped,
  linesOf,
  problemOf,
  type ApiAnswer,
  type ApiRequest,
  type LocalTransport,
} from './transport.js';

export interface HttpTransportOptions {
  /** Where the API is, without `/v1`. */
  readonly url: string;
  readonly key: string;
  readonly exchange?: Exchange;
  /** Milliseconds; given in tests. */
  readonly wait?: (millis: number) => Promise<unknown>;
}

const settledPath = '/v1/admin/settled';
/** Of some seconds each. */
const mostQuestions = 60;
const tries = 8;
const firstWait = 100;
const longestWait = 30_000;
const comesBack: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Sends over HTTP, many at once. What got no answer, or came while the API was busy, is sent again with the same key. */
export function httpTransport({
  url,
  key,
  exchange = nodeExchange(),
  wait = delay,
}: HttpTransportOptions): LocalTransport {
  const base = url.replace(/\/+$/, '');
  const inBatch = gathered(sendBatch);

  async function send(request: ApiRequest): Promise<ApiAnswer> {
    let problem = '';
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const answer = await inBatch(request);
      if (!('failed' in answer)) return answer;
      problem = answer.failed;
      if (attempt + 1 < tries) await wait(Math.min(answer.wait ?? firstWait * 2 ** attempt, longestWait));
    }
    throw new ImportStopped(
      `${base} did not answer, tried ${String(tries)} times: ${problem}. Is it running? Run this again to go on.`,
    );
  }

  async function sendBatch(requests: readonly ApiRequest[]): Promise<readonly (ApiAnswer | Failed)[]> {
    const incoming = await exchanged(requests);
    if (typeof incoming === 'string') return requests.map(() => ({ failed: incoming }));
    if (comesBack.has(incoming.status)) {
      const failed = { failed: `status ${String(incoming.status)}`, wait: millisOf(incoming.retryAfter) };
      return requests.map(() => failed);
    }
    return answersIn(incoming).map((answer) =>
      comesBack.has(answer.status) ? { failed: `status ${String(answer.status)}` } : answer,
    );
  }

  async function exchanged(requests: readonly ApiRequest[]): Promise<Incoming | string> {
    const own = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' };
    try {
      return await exchange.exchange({
        url: `${base}/v1/batch`,
        method: 'POST',
        headers: { ...requests[0]?.headers, ...own },
        text: linesOf(requests),
      });
    } catch (error) {
      return reasonOf(error);
    }
  }

  function answersIn({ status, text }: Incoming): readonly ApiAnswer[] {
    if (status === 200) return text.split('\n').filter(hasText).map(answerIn);
    const answer = { status, body: parsed(text) };
    if (answer.body === undefined)
      throw new ImportStopped(`${base} answered ${String(status)} without JSON. Is this Tidemark's address?`);
    if (status === 401) throw new ImportStopped(`${base} does not know this key: ${problemOf(answer)}`);
    if (status === 403) throw new ImportStopped(`This key may not import into ${base}: ${problemOf(answer)}`);
    throw new ImportStopped(`${base} did not take the import: ${problemOf(answer)}`);
  }

  function answerIn(line: string): ApiAnswer {
    const answer = parsed(line);
    if (!isPlainObject(answer) || typeof answer.status !== 'number')
      throw new ImportStopped(`${base} answered something else than a batch. Is this Tidemark's address?`);
    const { status, body, changed } = answer;
    return { status, body, ...(typeof changed === 'boolean' && { changed }) };
  }

  async function settled(): Promise<void> {
    let failures = 0;
    for (let asked = 0; asked < mostQuestions && failures < tries; asked += 1) {
      const answer = await isSettled();
      if (answer === true) return;
      if (answer === undefined) await wait(Math.min(firstWait * 2 ** failures++, longestWait));
    }
    throw new ImportStopped(
      `${base} has taken everything but cannot show all of it yet: lists and reports are short until ${settledPath} says so.`,
    );
  }

  /** Undefined where that is not known. The API itself waits some seconds. */
  async function isSettled(): Promise<boolean | undefined> {
    try {
      const headers = { Authorization: `Bearer ${key}` };
      const { status, text } = await exchange.exchange({ url: base + settledPath, method: 'GET', headers, text: '' });
      const answer = status === 200 ? parsed(text) : undefined;
      return isPlainObject(answer) && typeof answer['settled'] === 'boolean' ? answer['settled'] : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    send,
    settled,
    close: () => {
      exchange.close();
      return Promise.resolve();
    },
  };
}

/** Not carried out, as far as is known; `wait` in milliseconds when the API asked for that. */
interface Failed {
  readonly failed: string;
  readonly wait?: number | undefined;
}

const hasText = (line: string): boolean => line !== '';

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
