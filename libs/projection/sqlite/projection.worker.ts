import { parentPort, workerData } from 'node:worker_threads';
import { isPlainObject } from '../../kernel/json.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { SqliteDatabase } from '../../read-store/sqlite/database.js';
import { SqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import type { Parked } from '../parked.js';
import { ProjectionWriter } from '../projection-writer.js';
import { modelsModuleAt } from './models-module.js';
import type { Answered, Asked, Reached, ThreadData } from './projection-thread.js';
import { toldError } from '../../read-store/sqlite/thread-errors.js';

/** Carries out what the thread is asked, over a connection that it opens when it has something to do. */
class Writer {
  private database: SqliteDatabase | undefined;
  private writer: ProjectionWriter | undefined;

  constructor(
    private readonly file: string,
    private readonly models: readonly ReadModel[],
  ) {}

  /** Returns how far the projections are then. */
  async carryOut(asked: Asked): Promise<Reached> {
    let parked: readonly Parked[] = [];
    switch (asked.kind) {
      case 'resume': {
        const models = this.models.filter(({ name }) => asked.models.includes(name));
        this.writer = await ProjectionWriter.resume(this.store(), models, 'park');
        break;
      }
      case 'apply':
        if (this.writer === undefined) throw new Error('The thread that writes the read models has begun again.');
        parked = await this.writer.apply(asked.events, asked.checkpoint);
        break;
      case 'flush':
        await this.store().flush({ ...asked.flush, changes: [] });
        break;
      case 'release':
        this.database?.close();
        this.database = undefined;
        this.writer = undefined;
        break;
    }
    return { position: this.writer?.position, ...(parked.length > 0 && { parked }) };
  }

  /** Not as a disposable file: the process goes on serving it, and a damaged one is for the next start to make again. */
  private store(): SqliteReadStore {
    return new SqliteReadStore((this.database ??= new SqliteDatabase(this.file, 'WAL')));
  }
}

async function answer(writer: Writer, asked: Asked): Promise<Answered> {
  try {
    return await writer.carryOut(asked);
  } catch (error) {
    return { problem: toldError(error) };
  }
}

async function begin({ file, modelsModule }: ThreadData): Promise<void> {
  const { readModels } = await modelsModuleAt(modelsModule);
  const writer = new Writer(file, readModels);
  let last: Promise<void> = Promise.resolve();
  parentPort?.on('message', (asked: Asked) => {
    last = last.then(async () => parentPort?.postMessage(await answer(writer, asked)));
  });
}

const isThreadData = (told: unknown): told is ThreadData =>
  isPlainObject(told) && typeof told['file'] === 'string' && typeof told['modelsModule'] === 'string';

const told: unknown = workerData;
if (isThreadData(told)) await begin(told);
