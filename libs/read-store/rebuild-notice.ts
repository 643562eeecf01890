import type { ReadModel } from './read-model.js';
import { modelsInState, type ModelStates } from './read-store-maintenance.js';

/** What operators are told at the start of what is made again meanwhile; undefined: nothing is. `found`: what was found, and how it was. */
export function rebuildNotice(found: string, states: ModelStates, models: readonly ReadModel[]): string | undefined {
  const missing = modelsInState('nothing', states, models);
  const older = namesOf(modelsInState('older', states, models));
  if (older === '' && missing.length === 0) return undefined;
  const nothing = missing.length === models.length ? 'all lists and reports' : namesOf(missing);
  const meanwhile = [
    ...(older === '' ? [] : [`${older} answer with older rows`]),
    ...(missing.length === 0 ? [] : [`${nothing} answer 503`]),
  ];
  return `${found}: it is rebuilt from the log. Until then ${meanwhile.join(', and ')}.`;
}

const namesOf = (models: readonly ReadModel[]): string => models.map(({ name }) => name).join(', ');
