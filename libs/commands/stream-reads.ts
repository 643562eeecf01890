import type { EventLog, StreamTail } from '../event-log/event-log.js';
import type { RecordedEvent } from '../kernel/events.js';

type Events = readonly RecordedEvent[];

interface Asked extends StreamTail {
  readonly resolve: (events: Events) => void;
  readonly reject: (error: unknown) => void;
}

/** The most streams that the log is asked for at once. */
const mostAtOnce = 500;

/** Reads of streams: those that are asked for together, by one command or by several, go to the log together. */
export class StreamReads {
  private asked: Asked[] = [];

  constructor(private readonly log: Pick<EventLog, 'read' | 'readMany'>) {}

  /** @throws LogUnavailable and what else the log throws for this stream, whatever was asked for beside it. */
  read(stream: string, from: number): Promise<Events> {
    return new Promise((resolve, reject) => {
      this.asked.push({ stream, from, resolve, reject });
      if (this.asked.length === 1) queueMicrotask(() => void this.begin());
      else if (this.asked.length === mostAtOnce) void this.begin();
    });
  }

  private async begin(): Promise<void> {
    const { asked } = this;
    this.asked = [];
    if (asked.length < 2) return this.alone(asked);
    try {
      const read = await this.log.readMany(asked.map(({ stream, from }) => ({ stream, from })));
      for (const [index, { resolve }] of asked.entries()) resolve(read[index] ?? []);
    } catch {
      // One damaged stream must not be an error of the others.
      await this.alone(asked);
    }
  }

  private async alone(asked: readonly Asked[]): Promise<void> {
    await Promise.all(
      asked.map(({ stream, from, resolve, reject }) => this.log.read(stream, from).then(resolve, reject)),
    );
  }
}
