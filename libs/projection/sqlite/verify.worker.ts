import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventLog } from '../../event-log/sqlite/sqlite-event-log.js';
import { verifyLog } from '../../event-log/sqlite/verify-log.js';
import { upcastingLog } from '../../event-log/upcasting-log.js';
import { systemClock } from '../../kernel/dates.js';
import { isPlainObject } from '../../kernel/json.js';
import { SqliteAside } from '../../read-store/sqlite/sqlite-maintenance.js';
import { openSqliteKeyStore } from '../../sealing/sqlite/sqlite-key-store.js';
import { verifyAll, type VerifiedAll } from '../verify-all.js';
import { modelsModuleAt } from './models-module.js';

/** What the thread is told. */
export interface VerifyWork {
  /** The folder of the log. */
  readonly folder: string;
  readonly dataKey: Uint8Array;
  /** Of the served read models; it may be in use. */
  readonly file: string;
  readonly modelsModule: string;
}

/** What it tells: how far it is, and in the end what it found. */
export type VerifyTold =
  | { readonly step: string; readonly done: number; readonly all: number | undefined }
  | { readonly verified: VerifiedAll };

async function work({ folder, dataKey, file, modelsModule }: VerifyWork): Promise<void> {
  const { readModels, upcast } = await modelsModuleAt(modelsModule);
  const log = upcastingLog(openSqliteEventLog({ folder, clock: systemClock, readOnly: true }), upcast);
  const keys = openSqliteKeyStore(folder, Buffer.from(dataKey));
  const tell = (told: VerifyTold): void => parentPort?.postMessage(told);
  try {
    const onProgress = (step: string, done: number, all?: number) => tell({ step, done, all });
    tell({
      verified: await verifyAll({
        log,
        keys,
        verifyLog: (onLog) => verifyLog(folder, onLog),
        aside: new SqliteAside(file),
        models: readModels,
        onProgress,
      }),
    });
  } finally {
    await keys.close();
    await log.close();
  }
}

const isWork = (told: unknown): told is VerifyWork => isPlainObject(told) && typeof told['modelsModule'] === 'string';

const told: unknown = workerData;
if (isWork(told)) await work(told);
