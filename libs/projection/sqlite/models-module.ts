import type { Upcast } from '../../event-log/upcasting-log.js';
import { isPlainObject } from '../../kernel/json.js';
import type { ReadModel } from '../../read-store/read-model.js';

/** What a thread that projects has to know: functions don't go from one thread to another. */
export interface ModelsModule {
  readonly readModels: readonly ReadModel[];
  readonly upcast: Upcast;
}

/** Loads the compiled module that has them. @throws TypeError */
export async function modelsModuleAt(href: string): Promise<ModelsModule> {
  const module: unknown = await import(href);
  if (!hasModels(module)) throw new TypeError(`${href} exports no list "readModels" and function "upcast".`);
  return module;
}

const hasModels = (module: unknown): module is ModelsModule =>
  isPlainObject(module) && Array.isArray(module['readModels']) && typeof module['upcast'] === 'function';
