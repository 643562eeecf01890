import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { testKey } from './test-api.js';
import type { FeedEvent } from './shown.js';

export interface LiveEvent {
  readonly id: string;
  readonly event: string;
  readonly data: FeedEvent;
}

/** Reads the contract feed as server-sent events. */
export class LiveFeed {
  private constructor(
    private readonly answer: IncomingMessage,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async open(origin: string, query = '', lastEventId?: string): Promise<LiveFeed> {
    const headers = {
      authorization: `Bearer ${testKey}`,
      accept: 'text/event-stream',
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    };
    const sent = request(origin, { path: `/v1/contract-events${query}`, headers, agent: false });
    const [answer] = (await once(sent.end(), 'response')) as [IncomingMessage];
    return new LiveFeed(answer, createInterface(answer)[Symbol.asyncIterator]());
  }

  get contentType(): string {
    return String(this.answer.headers['content-type']);
  }

  /** The next so many events of the feed, as soon as they are there. */
  async next(count: number): Promise<readonly LiveEvent[]> {
    const events: LiveEvent[] = [];
    while (events.length < count) {
      const event = await this.one();
      if (event.event !== 'caught-up') events.push(event);
    }
    return events;
  }

  /** All until the mark that it has caught up, and the mark. */
  async untilCaughtUp(): Promise<readonly LiveEvent[]> {
    const events = [await this.one()];
    while (events.at(-1)?.event !== 'caught-up') events.push(await this.one());
    return events;
  }

  /** The next line that begins so. */
  async line(beginning: string): Promise<string> {
    for (;;) {
      const line = await this.lines.next();
      if (line.done === true) throw new Error('The feed has ended.');
      if (line.value.startsWith(beginning)) return line.value;
    }
  }

  /** Resolves when the server has ended the answer. */
  async ended(): Promise<void> {
    while (!(await this.lines.next()).done);
  }

  /** Goes away without a word. */
  leave(): void {
    this.answer.destroy();
  }

  private async one(): Promise<LiveEvent> {
    const fields = new Map<string, string>();
    for (;;) {
      const line = await this.lines.next();
      if (line.done === true) throw new Error('The feed has ended.');
      const { value } = line;
      if (value === '' && fields.has('data')) break;
      const colon = value.indexOf(':');
      if (colon > 0) fields.set(value.slice(0, colon), value.slice(colon + 2));
    }
    const text = (name: string): string => fields.get(name) ?? '';
    return { id: text('id'), event: text('event'), data: JSON.parse(text('data')) as FeedEvent };
  }
}
