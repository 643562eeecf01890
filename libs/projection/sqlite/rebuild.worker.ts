import { workerData } from 'node:worker_threads';
import { openSqliteEventLog } from '../../event-log/sqlite/sqlite-event-log.js';
import { upcastingLog } from '../../event-log/upcasting-log.js';
import { systemClock } from '../../kernel/dates.js';
import { isPlainObject } from '../../kernel/json.js';
import { SqliteAside } from '../../read-store/sqlite/sqlite-maintenance.js';
import { fillNext } from '../fill-whole-store.js';
import type { OnPoison } from '../parked.js';
import { modelsModuleAt } from './models-module.js';

/** What the thread is told. */
export interface RebuildWork {
  /** The folder of the log. */
  readonly folder: string;
  /** Of the served read models. */
  readonly file: string;
  readonly modelsModule: string;
  readonly onPoison: OnPoison;
}

async function work({ folder, file, modelsModule, onPoison }: RebuildWork): Promise<void> {
  const { readModels, upcast } = await modelsModuleAt(modelsModule);
  const log = upcastingLog(openSqliteEventLog({ folder, clock: systemClock, readOnly: true }), upcast);
  try {
    await fillNext(log, new SqliteAside(file), readModels, { onPoison });
  } finally {
    await log.close();
  }
}

const isWork = (told: unknown): told is RebuildWork => isPlainObject(told) && typeof told['modelsModule'] === 'string';

const told: unknown = workerData;
if (isWork(told)) await work(told);
