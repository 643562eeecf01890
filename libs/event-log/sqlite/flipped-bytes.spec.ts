import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { systemClock } from '../../kernel/dates.js';
import type { RecordedEvent } from '../../kernel/events.js';
import { newId } from '../../kernel/ids.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { LogDamaged, LogUnavailable, type EventLog } from '../event-log.js';
import { openSqliteEventLog } from './sqlite-event-log.js';
import { verifyLog } from './verify-log.js';
import { pagesToEnd } from '../pages-to-end.js';

/** `FLIPS` bytes in each page, from `SEED` on. */
const perPage = Number(process.env['FLIPS'] ?? 1);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const pageBytes = 4096;
const streams = 150;
const files = ['log.db', 'log.db-wal', 'log.head'] as const;

type Events = readonly RecordedEvent[];
interface Flip {
  readonly at: number;
  readonly bit: number;
}

const open = (folder: string): EventLog => openSqliteEventLog({ folder, clock: systemClock });
const nameOf = (index: number): string => `note-${newId()}-${String(index)}`;

/** As a kill leaves it: the first half of the events in the main file, the others in the write-ahead log; also closed. */
async function madeLogs(): Promise<{ readonly killed: string; readonly closed: string; readonly events: Events }> {
  const [folder, killed] = [tempFolder(), tempFolder()];
  const names = Array.from({ length: streams }, (_, index) => nameOf(index));
  const note = (index: number) => eventToAppend('Noted', { text: 'é'.repeat(index % 40 === 0 ? 5_000 : 60), index });
  const round = async (log: EventLog, revision: number): Promise<void> => {
    await Promise.all(
      names.map((name, index) => log.append(name, revision === 0 ? 'none' : revision - 1, [note(index)])),
    );
  };
  const first = open(folder);
  await round(first, 0);
  await round(first, 1);
  await first.close();
  const second = open(folder);
  await round(second, 2);
  for (const name of files) copyFileSync(join(folder, name), join(killed, name));
  const events = await eventsIn(second);
  await second.close();
  return { killed, closed: folder, events };
}

async function eventsIn(log: EventLog): Promise<Events> {
  const all: RecordedEvent[] = [];
  for await (const { events } of pagesToEnd(log)) all.push(...events);
  return all;
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** What a damaged log did: `noticed`, naming its file; `equal` answers throughout; or what it gave away in silence. */
async function outcomeOn(folder: string, known: Events): Promise<string> {
  try {
    const log = open(folder);
    try {
      const wrong = await served(log, known);
      if (wrong !== undefined) return wrong;
    } finally {
      await log.close();
    }
    const again = open(folder);
    try {
      return same((await eventsIn(again)).slice(0, known.length), known)
        ? 'equal'
        : 'other events after it was written to';
    } finally {
      await again.close();
    }
  } catch (error) {
    const named = (error instanceof LogDamaged || error instanceof LogUnavailable) && error.message.includes(folder);
    return named ? 'noticed' : `an error that names nothing: ${String(error)}`;
  }
}

/** Reads everything both ways, then appends to every stream and to new ones. */
async function served(log: EventLog, known: Events): Promise<string | undefined> {
  if (!same(await eventsIn(log), known)) return 'another log';
  const byStream = new Map<string, RecordedEvent[]>();
  for (const event of known) byStream.set(event.stream, [...(byStream.get(event.stream) ?? []), event]);
  for (const [stream, events] of byStream) {
    if (!same(await log.read(stream), events)) return `another stream ${stream}`;
  }
  const append = (stream: string, expected: number | 'none') => log.append(stream, expected, [eventToAppend('Noted')]);
  await Promise.all([
    ...[...byStream].map(([stream, events]) => append(stream, events.length - 1)),
    ...Array.from({ length: 60 }, (_, index) => append(nameOf(index), 'none')),
  ]);
  return undefined;
}

/** Flips in each page of the file, and in its first bytes, where the b-tree's own data is. */
function flipsIn(length: number): readonly Flip[] {
  const places = fc.tuple(fc.nat(pageBytes - 1), fc.nat(60), fc.boolean(), fc.nat(7));
  const pages = Math.ceil(length / pageBytes);
  return fc.sample(places, { numRuns: pages * perPage, seed }).map(([anywhere, early, isEarly, bit], index) => {
    const at = (index % pages) * pageBytes + (isEarly ? early : anywhere);
    return { at: Math.min(at, length - 1), bit };
  });
}

describe(`a byte that flipped in the log (SEED=${String(seed)})`, () => {
  let made: Awaited<ReturnType<typeof madeLogs>>;
  const work = join(tempFolder(), 'work');
  beforeAll(async () => {
    made = await madeLogs();
  });

  const copyOf = (base: string, name: string, bytes: Uint8Array): void => {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    for (const each of base === made.killed ? files : (['log.db', 'log.head'] as const))
      copyFileSync(join(base, each), join(work, each));
    writeFileSync(join(work, name), bytes);
  };

  it.each(['closed', 'killed'] as const)(
    'is noticed or makes no difference in any page: %s',
    async (state) => {
      const base = made[state];
      const file = state === 'closed' ? 'log.db' : 'log.db-wal';
      const whole = readFileSync(join(base, file));
      const tally = new Map<string, number>();
      const silent: string[] = [];
      for (const { at, bit } of flipsIn(whole.length)) {
        const flipped = Buffer.from(whole);
        flipped.writeUInt8(whole.readUInt8(at) ^ (1 << bit), at);
        copyOf(base, file, flipped);
        const outcome = await outcomeOn(work, made.events);
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
        if (outcome !== 'noticed' && outcome !== 'equal')
          silent.push(`byte ${String(at)}, bit ${String(bit)}: ${outcome}`);
      }
      if (process.env['FLIPS'] !== undefined) process.stdout.write(`${file}: ${JSON.stringify([...tally])}\n`);
      expect(silent).toEqual([]);
      expect(tally.get('noticed')).toBeGreaterThan(0);
    },
    600_000,
  );

  it('is noticed where the write-ahead log was cut off, overwritten at its end or lost', async () => {
    const whole = readFileSync(join(made.killed, 'log.db-wal'));
    const cut = fc.sample(fc.nat(whole.length - 1), { numRuns: 8, seed });
    for (const length of [0, 32, ...cut]) {
      copyOf(made.killed, 'log.db-wal', whole.subarray(0, length));
      expect(await outcomeOn(work, made.events)).toBe('noticed');
      copyOf(made.killed, 'log.db-wal', Buffer.concat([whole.subarray(0, length), Buffer.alloc(whole.length, 0xa5)]));
      expect(await outcomeOn(work, made.events)).toBe('noticed');
    }
    copyOf(made.killed, 'log.db-wal', Buffer.concat([whole, Buffer.from('garbage after the end'.repeat(300))]));
    expect(await outcomeOn(work, made.events)).toBe('equal');
  });

  it('is found by verify also where nobody reads', async () => {
    const whole = readFileSync(join(made.closed, 'log.db'));
    // The first fragment count of an index page: nothing depends on it while nothing is written there.
    const leaf = [...Array(whole.length / pageBytes).keys()].find((page) => whole[page * pageBytes] === 0x0a) ?? 0;
    whole.writeUInt8(7, leaf * pageBytes + 7);
    copyOf(made.closed, 'log.db', whole);
    await expect(verifyLog(work)).rejects.toThrow(LogDamaged);
  });
});
