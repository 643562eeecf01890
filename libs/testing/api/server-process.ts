import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readiness } from '../../application/runtime/readiness.js';
import type { Done, Headers } from './test-api.js';
import { programs } from './programs.js';
import { testKey } from './test-api.js';

const patience = 60_000;

type Env = Readonly<Record<string, string>>;

/** An answer, read to its end. */
export interface Sent {
  readonly status: number;
  readonly text: string;
}

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly said: readonly string[];
}

/** A line of its log; what is none is told as it stands, by a fault of Node's own. */
function toldIn(line: string): { readonly msg: string; readonly level?: string } {
  return line.startsWith('{') ? (JSON.parse(line) as { readonly msg: string; readonly level: string }) : { msg: line };
}

/** The built API in a process of its own. */
export class ServerProcess {
  /** The messages of its log, without its requests. */
  readonly said: string[] = [];
  private readonly child: ChildProcess;
  private readonly exit: Promise<number | null>;
  private readonly address: Promise<string>;
  private at = '';

  private constructor(folder: string, env: Env, main: string) {
    this.child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exit = once(this.child, 'close').then(([code]) => code as number | null);
    this.address = new Promise((resolve) => {
      for (const stream of [this.child.stdout, this.child.stderr]) {
        if (stream === null) continue;
        createInterface(stream).on('line', (line) => {
          const { msg, level } = toldIn(line);
          if (level === 'info') return;
          this.said.push(msg);
          const [origin] = /http:\/\/[^ ]+:\d+/.exec(msg) ?? [];
          if (origin !== undefined) resolve(origin.replace('localhost', '127.0.0.1'));
        });
      }
    });
    running.add(this);
    void this.exit.then(() => running.delete(this));
  }

  /** Resolves when it listens. With `ADMIN_API_KEY` unless the environment says otherwise. */
  static start(folder: string, env: Env = { ADMIN_API_KEY: testKey }, main = programs.api): Promise<ServerProcess> {
    return new ServerProcess(folder, env, main).listening();
  }

  /** One that has only begun to start. */
  static begin(folder: string, env: Env = { ADMIN_API_KEY: testKey }): ServerProcess {
    return new ServerProcess(folder, env, programs.api);
  }

  private async listening(): Promise<this> {
    const origin = await Promise.race([this.address, this.exit.then(() => undefined)]);
    if (origin === undefined) throw new Error(`It ended by itself: ${this.said.join('\n')}`);
    this.at = origin;
    return this;
  }

  /** Runs one that is expected to end by itself. */
  static ends(folder: string, env: Env = {}): Promise<Ended> {
    return new ServerProcess(folder, { ADMIN_API_KEY: testKey, ...env }, programs.api).ended();
  }

  get origin(): string {
    return this.at;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resident memory in MiB. */
  get memory(): number {
    const status = readFileSync(`/proc/${String(this.child.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async ended(): Promise<Ended> {
    return { code: await this.exit, said: this.said.filter((line) => line !== '') };
  }

  /** Sends the signal and waits for the end. */
  stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended();
  }

  async send(
    method: string,
    path: string,
    body?: object,
    headers: Headers = { authorization: `Bearer ${testKey}` },
  ): Promise<Sent> {
    const answer = await fetch(this.origin + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse((await this.succeeds('GET', path)).text) as T;
  }

  async post(path: string, body: object = {}): Promise<Done> {
    return JSON.parse((await this.succeeds('POST', path, body)).text) as Done;
  }

  /** Resolves as soon as read models and processes have caught up. */
  async ready(): Promise<void> {
    const late = AbortSignal.timeout(patience);
    const isDone = async (): Promise<boolean> => {
      const { ready, caughtUp } = JSON.parse((await this.send('GET', '/health/ready')).text) as Readiness;
      return ready && caughtUp;
    };
    while (!(await isDone())) late.throwIfAborted();
  }

  private async succeeds(method: string, path: string, body?: object): Promise<Sent> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${String(answer.status)}: ${answer.text}`);
    return answer;
  }
}

const running = new Set<ServerProcess>();

afterAll(async () => {
  await Promise.all([...running].map((server) => server.stop('SIGKILL')));
});
