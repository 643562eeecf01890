import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventLog } from '../../event-log/sqlite/sqlite-event-log.js';
import { upcastingLog, type Upcast } from '../../event-log/upcasting-log.js';
import { systemClock } from '../../kernel/dates.js';
import { isPlainObject } from '../../kernel/json.js';
import type { ReadModel } from '../../read-store/read-model.js';
import type { OnPoison } from '../parked.js';
import { fillBeside } from './fill-beside.js';

/** What the thread is told. */
export interface RebuildWork {
  readonly folder: string;
  readonly file: string;
  readonly modelsModule: string;
  readonly onPoison: OnPoison;
}

async function work({ folder, file, modelsModule, onPoison }: RebuildWork): Promise<void> {
  const module: unknown = await import(modelsModule);
  if (!hasModels(module)) throw new TypeError(`${modelsModule} exports no list "readModels" and function "upcast".`);
  const log = upcastingLog(openSqliteEventLog({ folder, clock: systemClock, readOnly: true }), module.upcast);
  try {
    await fillBeside({
      log,
      file,
      models: module.readModels,
      onPoison,
      onProgress: (position) => parentPort?.postMessage(position),
    });
  } finally {
    await log.close();
  }
}

const hasModels = (module: unknown): module is { readonly readModels: readonly ReadModel[]; readonly upcast: Upcast } =>
  isPlainObject(module) && Array.isArray(module['readModels']) && typeof module['upcast'] === 'function';

const isWork = (told: unknown): told is RebuildWork => isPlainObject(told) && typeof told['modelsModule'] === 'string';

const told: unknown = workerData;
if (isWork(told)) await work(told);
