import { parentPort, workerData } from 'node:worker_threads';
import { isPlainObject } from '../../kernel/json.js';
import { toldError } from './thread-errors.js';
import type { Snapshot } from '../read-store.js';
import type { ModelStates } from '../read-store-maintenance.js';
import type { SqliteDatabase } from './database.js';
import { openForReading, readingOn } from './readers.js';
import { openWith } from '../../sealing/sealer.js';
import { openKeysForReading } from '../../sealing/sqlite/sqlite-key-store.js';
import type { LongRead } from '../long-read.js';
import type { Answered, Asked, GivenUp } from './reader-thread.js';

/** What the thread is told to start with. */
export interface ReaderWork {
  /** Of the keys of personal data. */
  readonly folder: string;
  readonly dataKey: Uint8Array;
  /** Of the served read models. */
  readonly file: string;
  /** The compiled module that exports `longReads`. */
  readonly longReadsModule: string;
}

/** What it is told of each read. */
export interface ReadTold {
  /** Of the long read. */
  readonly name: string;
  readonly asked: unknown;
  readonly states: ModelStates;
}

async function begin({ folder, dataKey, file, longReadsModule, givenUp }: Begun): Promise<void> {
  const reads = await longReadsAt(longReadsModule);
  const keys = openKeysForReading(folder, Buffer.from(dataKey));
  const open = <T>(value: T): Promise<T> => openWith(keys, value);
  let database: SqliteDatabase | undefined;

  const carryOut = async (asked: Asked): Promise<Answered> => {
    try {
      if (asked.kind === 'read') {
        const { name, asked: question, states } = asked.told as ReadTold;
        const read = reads.get(name);
        if (read === undefined) throw new TypeError(`${longReadsModule} has no long read "${name}".`);
        database ??= openForReading(file);
        const work = (store: Snapshot) => read.answer({ store, open }, question as never);
        return { answer: await readingOn(database, states, work, () => Atomics.load(givenUp, 0) === 1) };
      }
      database?.close();
      database = undefined;
      return { answer: undefined };
    } catch (error) {
      return { problem: toldError(error) };
    }
  };
  parentPort?.on('message', (asked: Asked) => {
    void carryOut(asked).then((answered) => parentPort?.postMessage(answered));
  });
}

/** By their names. @throws TypeError */
async function longReadsAt(href: string): Promise<ReadonlyMap<string, LongRead>> {
  const module: unknown = await import(href);
  if (!isPlainObject(module) || !Array.isArray(module['longReads']))
    throw new TypeError(`${href} exports no list "longReads".`);
  return new Map((module['longReads'] as readonly LongRead[]).map((read) => [read.name, read]));
}

type Begun = ReaderWork & { readonly givenUp: GivenUp };

const isWork = (told: unknown): told is Begun => isPlainObject(told) && typeof told['longReadsModule'] === 'string';

const told: unknown = workerData;
if (isWork(told)) await begin(told);
