import type { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { testKey, type Done } from '../../../libs/testing/api/test-api.js';

/** A command as a client means it. */
export interface Order {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: object;
  readonly ifMatch?: number;
  /** Another client may have done the same just before: then there is nothing to do. */
  readonly mayBeQuiet?: boolean;
  /** Takes in what the answer tells. */
  readonly learn: (done: Done) => void;
}

/** A command that was sent, and what its client knows of it: without an answer nobody knows what came of it. */
export interface Entry extends Order {
  readonly key: string;
  answer?: { readonly status: number; readonly text: string };
  /** Its client will not ask again. */
  abandoned?: boolean;
}

/** Everything that clients sent to one folder, over all its lives. */
export class Ledger {
  readonly entries: Entry[] = [];
  /** What was answered as it never should be. */
  readonly broken: string[] = [];
  answers = 0;

  constructor(
    private readonly label: string,
    /** Is told of each answer. */
    private readonly heard: (entry: Entry) => void = () => undefined,
  ) {}

  /** Sends it for the first time. @throws when no answer came */
  send(server: ServerProcess, order: Order): Promise<void> {
    const entry = { ...order, key: `${this.label}-${String(this.entries.length)}` };
    this.entries.push(entry);
    return this.ask(server, entry);
  }

  /** Sends again what got no answer; all of it has one afterwards. */
  async settle(server: ServerProcess): Promise<void> {
    await Promise.all(this.unknown().map((entry) => this.ask(server, entry)));
    if (this.unknown().length > 0) throw new Error('A command was not answered by a server that runs undisturbed.');
  }

  /** Of the commands that wait for an answer, those that fit are given up. */
  abandon(fits: (entry: Entry) => boolean): void {
    for (const entry of this.unknown().filter(fits)) entry.abandoned = true;
  }

  acknowledged(): readonly Entry[] {
    return this.entries.filter(({ answer }) => answer !== undefined && answer.status < 300);
  }

  refused(): readonly Entry[] {
    return this.entries.filter(({ answer }) => answer !== undefined && answer.status >= 400);
  }

  private unknown(): readonly Entry[] {
    return this.entries.filter(({ answer, abandoned }) => answer === undefined && abandoned !== true);
  }

  private async ask(server: ServerProcess, entry: Entry): Promise<void> {
    const answer = await sent(server, entry);
    // Closing down, or still starting: to be asked again.
    if (answer.status === 503) return;
    entry.answer = answer;
    if (answer.status >= 500) this.broken.push(shown(entry));
    this.answers += 1;
    this.heard(entry);
    if (answer.status < 300) entry.learn(JSON.parse(answer.text) as Done);
  }
}

export const sent = (server: ServerProcess, { method, path, body, key, ifMatch }: Entry) =>
  server.send(method, path, body, {
    authorization: `Bearer ${testKey}`,
    'idempotency-key': key,
    ...(ifMatch !== undefined && { 'if-match': `"${String(ifMatch)}"` }),
  });

export const shown = ({ key, method, path, body, answer }: Entry): string =>
  `${key} ${method} ${path} ${JSON.stringify(body)} → ${answer === undefined ? 'no answer' : `${String(answer.status)} ${answer.text.slice(0, 300)}`}`;
