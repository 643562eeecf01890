import type { DateOnly, Instant } from '../../../libs/kernel/dates.js';
import { isPlainObject, type Json } from '../../../libs/kernel/json.js';
import { bodyWith, pathWith, type Step } from './step.js';

export interface Sent {
  readonly method: Step['method'];
  readonly path: string;
  readonly key: string;
  readonly body: Json;
}

export interface TellerParts {
  /** Sends a command to the API. */
  readonly send: (command: Sent) => Promise<{ readonly status: number; readonly answer: unknown }>;
  /** Is moved to the time of each command. */
  readonly clock: { readonly moveTo: (moment: Instant) => void };
  /** After each day that changed what others react to. */
  readonly dayIsOver: () => Promise<void>;
  readonly told: (date: DateOnly, commands: number) => void;
  /** Aborted: the story ends early. */
  readonly stop: AbortSignal;
}

/** Tells the story to the API, day by day; what has nothing to do with each other goes side by side. */
export class Teller {
  /** The ids of what was made, by the story's names. */
  readonly names = new Map<string, string>();
  /** The commands of the named steps as they were sent, by key. */
  readonly sent = new Map<string, Sent>();

  constructor(private readonly parts: TellerParts) {}

  async tell(steps: readonly Step[]): Promise<void> {
    for (const [date, today] of groupedBy(steps, (step) => step.date)) {
      if (this.parts.stop.aborted) return;
      if (process.env.SEQ) await this.oneByOne(today);
      else {
        const lanes = groupedBy(today, ({ lane }) => lane);
        await Promise.all([...lanes.values()].map((lane) => this.oneByOne(lane)));
      }
      if (today.some(({ path }) => path.endsWith('/sell'))) await this.parts.dayIsOver();
      this.parts.told(date, today.length);
    }
  }

  private async oneByOne(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.take(step);
  }

  private async take({ at, method, path, key, body = {}, as, also = {} }: Step): Promise<void> {
    this.parts.clock.moveTo(at);
    const command: Sent = { method, path: pathWith(path, this.names), key, body: bodyWith(body, this.names) };
    this.sent.set(key, command);
    const { status, answer } = await this.parts.send(command);
    if (status >= 300)
      throw new Error(`The story is refused at ${key}, ${method} ${command.path}: ${JSON.stringify(answer)}`);
    for (const [name, where] of Object.entries(as === undefined ? also : { ...also, [as]: 'id' })) {
      this.names.set(name, textAt(answer, where));
    }
  }
}

function textAt(answer: unknown, where: string): string {
  let value = answer;
  for (const step of where.split('.')) {
    value = value instanceof Array ? value[Number(step)] : isPlainObject(value) ? value[step] : undefined;
  }
  if (typeof value !== 'string') throw new Error(`The answer has no ${where}: ${JSON.stringify(answer).slice(0, 200)}`);
  return value;
}

function groupedBy<T, K extends string>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
