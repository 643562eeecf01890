import type { EventToAppend } from '../../libs/event-log/event-log.js';
import { instantOf } from '../../libs/kernel/dates.js';
import { newId } from '../../libs/kernel/ids.js';
import { median, percentile } from './figure.js';
import { openStore, type Store } from './store.js';

/** What one store does with the same work as the others: rates per second, times in milliseconds. */
export interface StoreFigures {
  readonly appends: number;
  readonly appendP99: number;
  readonly sideBySide: number;
  readonly load20: number;
  readonly load2000: number;
  readonly readAll: number;
}

export type StoreTold = StoreFigures | { readonly error: string };

const lanes = 64;

async function measure(store: Store, count: number): Promise<StoreFigures> {
  const long = streamName();
  for (let next = 0; next < 2_000; next += 100) await store.append(long, next, many(100));
  const short = Array.from({ length: 100 }, streamName);
  for (const stream of short) await store.append(stream, 0, many(20));

  const times: number[] = [];
  const singles = Array.from({ length: 100 }, streamName);
  const events = Array.from({ length: count * 3 }, () => many(1));
  const nextEvent = () => events.pop() ?? many(1);
  const single = await spent(async () => {
    for (let index = 0; index < count; index++) {
      const events = nextEvent();
      const start = performance.now();
      await store.append(singles[index % singles.length] ?? '', Math.floor(index / singles.length), events);
      times.push(performance.now() - start);
    }
  });
  const together = await spent(() =>
    Promise.all(
      Array.from({ length: lanes }, async () => {
        const own = Array.from({ length: 10 }, streamName);
        for (let index = 0; index < (count * 2) / lanes; index++) {
          await store.append(own[index % own.length] ?? '', Math.floor(index / own.length), nextEvent());
        }
      }),
    ),
  );
  const load20 = await timesOf(short, (stream) => store.load(stream));
  const load2000 = await timesOf(Array<string>(20).fill(long), (stream) => store.load(stream));
  let all = 0;
  const whole = await spent(async () => {
    all = await store.readAll();
  });
  return {
    appends: count / single,
    appendP99: percentile(times, 99),
    sideBySide: (Math.ceil((count * 2) / lanes) * lanes) / together,
    load20: median(load20),
    load2000: median(load2000),
    readAll: all / whole,
  };
}

const streamName = (): string => `opportunity-${newId()}`;

/** Events of the usual size, each with ids of its own: about 800 bytes as JSON. */
const many = (count: number): readonly EventToAppend[] => Array.from({ length: count }, event);

function event(): EventToAppend {
  const commandId = newId();
  return {
    id: newId(),
    type: 'OpportunityMoved',
    data: {
      opportunityId: newId(),
      pipelineId: newId(),
      stage: { from: newId(), to: newId(), category: 'open' },
      ownerId: newId(),
      amount: { amount: '12345.50', currency: 'EUR' },
      expectedCloseOn: '2024-06-30',
    },
    metadata: {
      commandId: commandId as never,
      fingerprint: 'f'.repeat(64),
      correlationId: commandId,
      causationId: commandId,
      actor: { kind: 'key', id: newId() },
      source: 'api',
      occurredAt: instantOf(Date.now()),
    },
  };
}

async function spent(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function timesOf(streams: readonly string[], load: (stream: string) => Promise<number>): Promise<number[]> {
  const times = [];
  for (const stream of streams) times.push((await spent(() => load(stream))) * 1000);
  return times;
}

async function main([name = '', folder = '', count = '']: readonly string[]): Promise<void> {
  // What others print on the way belongs to no table.
  console.log = () => undefined;
  const told = await openStore(name, folder)
    .then((store) => measure(store, Number(count)))
    .catch((error: unknown): StoreTold => ({ error: String(error) }));
  process.send?.(told, () => process.exit(0));
}

await main(process.argv.slice(2));
