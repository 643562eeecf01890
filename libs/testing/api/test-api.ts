import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../../apps/api/app.js';
import { defaultLimits, type Limits } from '../../../apps/api/http/limits.js';
import { configFrom } from '../../application/settings/config.js';
import type { Adapters } from '../../application/adapters/adapters.js';
import type { Log } from '../../application/log/log.js';
import type { Traces } from '../../application/tracing/traces.js';
import { openEmbedded } from '../../application/adapters/embedded/embedded.js';
import type { EventLog } from '../../event-log/event-log.js';
import type { Settings } from '../../application/settings/settings.js';
import { Runtime } from '../../application/runtime/runtime.js';
import { fixedClock, type FixedClock } from '../log/fixed-clock.js';
import { tempFolder } from '../log/temp-folder.js';

export const testKey = 'a-key-for-tests-0123456789';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD';
/** One with several values is sent several times. */
export type Headers = Readonly<Record<string, string | string[]>>;

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** What every command answers. */
export interface Done {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly quoteId: string;
  readonly priceId: string;
  readonly employmentId: string;
  readonly opportunityId: string;
  readonly accountId: string;
  readonly contactId: string;
  readonly statusId: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

export interface TestApiOptions {
  /** A folder that was open before: Tidemark starts again there. */
  readonly folder?: string;
  readonly clock?: FixedClock;
  readonly env?: Readonly<Record<string, string>>;
  /** Puts something around what it stands on: to count, or to fail. */
  readonly around?: (adapters: Adapters) => Adapters;
  readonly log?: Log;
  readonly traces?: Traces | undefined;
  /** Makes long reads in threads, as the built server does. */
  readonly compiled?: URL;
  /** What it does with the log; everything without it. */
  readonly follows?: Settings['follows'];
  /** Without it logins may fail as often as tests of refusals need it. */
  readonly limits?: Limits;
}

/** Threads run compiled code. */
export const compiledSources = pathToFileURL(join(process.cwd(), 'dist', '/'));

/** The API in this process, on a port and over a folder of its own, with a clock that stands still. */
export class TestApi {
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    readonly app: NestFastifyApplication,
    readonly origin: string,
    readonly clock: FixedClock,
    readonly folder: string,
  ) {}

  static async open({
    folder = tempFolder(),
    clock = fixedClock(),
    env = {},
    around = (adapters) => adapters,
    log,
    traces,
    compiled,
    follows,
    limits = { ...defaultLimits, failedLogins: 10_000 },
  }: TestApiOptions = {}): Promise<TestApi> {
    const config = configFrom({ ADMIN_API_KEY: testKey, DATA_DIR: folder, PORT: '0', ...env });
    const adapters = around(await openEmbedded({ folder, dataKey: config.dataKey, clock, inThreads: false, compiled }));
    // jest cannot load the page's package, nor that of `inject`, on every Node.
    const app = await createApp(
      adapters,
      { ...config, follows, traces },
      { docsPage: false, limits, ...(log && { log }) },
    );
    await app.listen(0, '127.0.0.1');
    return new TestApi(app, await app.getUrl(), clock, folder);
  }

  get runtime(): Runtime {
    return this.app.get(Runtime);
  }
  get log(): EventLog {
    return this.runtime.log;
  }

  /** Any request, with the key; a body that is neither text nor bytes goes as JSON. A header given as '' is left out. */
  async send(method: Method, url: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const all = {
      authorization: `Bearer ${testKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const asItIs = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const payload = asItIs ? body : JSON.stringify(body);
    const sent = request(this.origin, {
      path: url,
      method,
      agent: this.agent,
      headers: {
        ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
        ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
      },
    });
    const [answer] = (await once(sent.end(payload), 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) };
  }

  async get<T>(url: string): Promise<T> {
    return JSON.parse((await this.succeeds('GET', url)).text) as T;
  }

  post(url: string, body: object = {}, headers: Headers = {}): Promise<Done> {
    return this.command('POST', url, body, headers);
  }
  patch(url: string, body: object, headers: Headers = {}): Promise<Done> {
    return this.command('PATCH', url, body, headers);
  }
  put(url: string, body: object, headers: Headers = {}): Promise<Done> {
    return this.command('PUT', url, body, headers);
  }
  delete(url: string, headers: Headers = {}): Promise<Done> {
    return this.command('DELETE', url, undefined, headers);
  }

  /** The request is refused as every refusal must be: a 4xx, a whole problem document, and nothing written. */
  async refuses(method: Method, url: string, body?: unknown, headers: Headers = {}): Promise<Problem> {
    // What processes still have to write is not of this request.
    await this.settled();
    const before = await this.log.head();
    const answer = await this.send(method, url, body, headers);
    const problem = problemIn(answer);
    expect(await this.log.head()).toBe(before);
    return problem;
  }

  /** Resolves when the read models have everything there is, also what processes make of it. */
  settled(): Promise<void> {
    return this.runtime.settled();
  }

  /** The routes that are served, as Fastify prints them. */
  routeTree(): string {
    return this.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.app.close();
  }

  private async command(method: Method, url: string, body: object | undefined, headers: Headers): Promise<Done> {
    return JSON.parse((await this.succeeds(method, url, body, headers)).text) as Done;
  }

  private async succeeds(method: Method, url: string, body?: object, headers?: Headers): Promise<Answer> {
    const answer = await this.send(method, url, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${url} answered ${String(answer.status)}: ${answer.text}`);
    return answer;
  }
}

/** The problem document that a refusal answers, checked for being one. */
export function problemIn({ status, headers, text }: Answer): Problem {
  const shown = `${String(status)} ${text.slice(0, 500)}`;
  if (status < 400 || status > 499) throw new Error(`This is no refusal: ${shown}`);
  if (!String(headers['content-type']).startsWith('application/problem+json'))
    throw new Error(`This is no problem document: ${String(headers['content-type'])} ${shown}`);
  const problem = JSON.parse(text) as Problem;
  expect(problem).toMatchObject({
    type: `urn:tidemark:problem:${problem.code}`,
    title: expect.stringMatching(/./) as string,
    status,
    code: expect.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/) as string,
    detail: expect.stringMatching(/.{10}/) as string,
  });
  return problem;
}

/** A URL with its query; what is no text goes as JSON, as filters do. */
export function withQuery(path: string, query: Readonly<Record<string, unknown>>): string {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const parameters = new URLSearchParams(given.map(([name, value]): [string, string] => [name, text(value)]));
  return `${path}?${parameters.toString()}`;
}
