import { fork, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { atLeast, median, numberText, shown, spreadText, type Figure, type Figures } from './tools/figure.js';
import { builtFile } from './tools/node-process.js';
import type { Asked, Row } from './tools/row.js';
import type { StoreFigures, StoreTold } from './tools/store-process.js';
import { peersFolder } from './tools/store.js';
import { inTempFolder } from './tools/temp-folder.js';

export const row: Row = {
  title: 'Append and load, embedded: an event of 800 bytes in each',
  against: 'event stores on npm and plain SQLite, those that are durable and those in memory each with their like',
  run,
};

const durable = ['plain-sqlite', 'emmett-sqlite'];
const inMemory = ['emmett-memory', 'castore-memory', 'ocoda-memory'];
const rounds = 3;
const appends = 2_000;

async function run({ progress }: Asked): Promise<Figures> {
  install(progress);
  const figures = new Map<string, readonly StoreTold[]>();
  for (let round = 0; round < rounds; round++) {
    for (const name of ['tidemark', ...durable, 'tidemark-memory', ...inMemory]) {
      progress(`${name}, round ${String(round + 1)}`);
      figures.set(name, [...(figures.get(name) ?? []), await measured(name)]);
    }
  }
  const of = (name: string) => figures.get(name) ?? [];
  return [
    ...shownOf('tidemark (durable)', of('tidemark')),
    ...durable.flatMap((name) => compared(`${name} (durable)`, of('tidemark'), of(name))),
    ...shownOf('tidemark-memory (not durable)', of('tidemark-memory')),
    ...inMemory.flatMap((name) => compared(`${name} (not durable)`, of('tidemark-memory'), of(name))),
  ];
}

/** The others are no dependency of the product: they are installed where they are used, without scripts. */
function install(progress: (text: string) => void): void {
  if (existsSync(join(peersFolder, 'node_modules'))) return;
  progress('npm ci in bench/peers');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: peersFolder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('npm ci in bench/peers failed: the other stores cannot be measured.');
}

const measured = (name: string): Promise<StoreTold> =>
  inTempFolder(
    (folder) =>
      new Promise<StoreTold>((resolve) => {
        const child = fork(builtFile('bench/tools/store-process.js'), [name, folder, String(appends)]);
        child.on('message', (told: StoreTold) => resolve(told));
        child.on('exit', (code) => resolve({ error: `Its process ended with code ${String(code)}.` }));
      }),
  );

const well = (told: readonly StoreTold[]): readonly StoreFigures[] =>
  told.flatMap((each) => ('error' in each ? [] : [each]));

interface Measure {
  readonly name: string;
  readonly of: (figures: StoreFigures) => number;
  readonly unit: string;
}

/** Each so that more is better. */
const measures: readonly Measure[] = [
  { name: 'single appends', of: ({ appends: rate }) => rate, unit: '/s' },
  { name: '64 appends side by side', of: ({ sideBySide }) => sideBySide, unit: '/s' },
  { name: 'load of 20 events', of: ({ load20 }) => 1000 / load20, unit: '/s' },
  { name: 'load of 2,000 events', of: ({ load2000 }) => 1000 / load2000, unit: '/s' },
  { name: 'full read, events', of: ({ readAll }) => readAll, unit: '/s' },
];

function shownOf(name: string, told: readonly StoreTold[]): Figures {
  return measures.map((measure) => {
    const rates = well(told).map(measure.of);
    return shown(`${name}: ${measure.name}`, `${numberText(median(rates))}${measure.unit} (${spreadText(rates)})`);
  });
}

/** How many times as fast we are. */
function compared(name: string, ours: readonly StoreTold[], theirs: readonly StoreTold[]): Figures {
  const failed = theirs.find((told) => 'error' in told);
  if (failed !== undefined && 'error' in failed) return [shown(name, `failed: ${failed.error.slice(0, 200)}`)];
  return measures.map((measure): Figure => {
    const of = (told: readonly StoreTold[]) => median(well(told).map(measure.of));
    return atLeast(`against ${name}: ${measure.name}, ratio`, of(ours) / of(theirs), 1);
  });
}
