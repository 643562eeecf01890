import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Readiness } from '../../libs/application/runtime/readiness.js';
import { builtFile, memoryOf, NodeProcess, type Memory, type StartOptions } from './node-process.js';

export const adminKey = 'a-key-for-the-bench-0123456789';

/** What every command answers. */
export interface Done {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly quoteId: string;
  readonly priceId: string;
}

/** The built API in a process of its own, on a data folder. */
export class Server {
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    private readonly process: NodeProcess,
    readonly origin: string,
  ) {}

  /** Resolves when it listens. */
  static async start(folder: string, { env, under }: StartOptions = {}): Promise<Server> {
    const process = new NodeProcess([builtFile('bundle/apps/api/main.js')], {
      env: { PORT: '0', DATA_DIR: folder, ADMIN_API_KEY: adminKey, ...env },
      ...(under !== undefined && { under }),
    });
    const [, origin = ''] = await process.line(/(http:\/\/[^ ]+:\d+)/);
    return new Server(process, origin.replace('localhost', '127.0.0.1'));
  }

  get port(): number {
    return Number(new URL(this.origin).port);
  }

  get memory(): Memory | undefined {
    return memoryOf(this.process.pid);
  }

  async get<T>(path: string): Promise<T> {
    return (await this.send('GET', path)) as T;
  }

  async post(path: string, body: object = {}): Promise<Done> {
    return (await this.send('POST', path, body)) as Done;
  }

  /** Resolves as soon as read models and processes have caught up. */
  async ready(): Promise<void> {
    const isDone = async (): Promise<boolean> => {
      const { ready, caughtUp } = (await (await fetch(`${this.origin}/health/ready`)).json()) as Readiness;
      return ready && caughtUp;
    };
    while (!(await isDone()));
  }

  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.agent.destroy();
    return this.process.stop(signal);
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    return JSON.parse(await this.text(path, method, body));
  }

  /** Waits for the answer as long as it takes: a rebuild may take minutes. */
  async text(path: string, method = 'GET', body?: object): Promise<string> {
    const sent = request(this.origin + path, {
      method,
      agent: this.agent,
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const content = await text(answer);
    if (!(Number(answer.statusCode) < 300)) {
      throw new Error(`${method} ${path} answered ${String(answer.statusCode)}: ${content}`);
    }
    return content;
  }
}
