import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allEvents } from '../../libs/application/register/all-events.js';
import { readModels } from '../../libs/application/register/read-models.js';

/** Events that no read model places, and why. */
const placedNowhere: Readonly<Record<string, string>> = {
  BuyerContractsAdded:
    'The list is read by the process that tells contracts what their account is called, from the stream itself.',
  ProjectPlaced: 'The tree decides on it alone; the project says it again in its own ProjectMoved.',
  UserPlaced: 'The tree decides on it alone; the user says it again in their own UserReassigned.',
  ValueReserved: 'A reservation is read by the command that wants the value, from the stream itself.',
  ValueReleased: 'As ValueReserved.',
};

const folder = join(process.cwd(), 'projections');
const definitions = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.read-model.ts'))
  .flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/readModel<\w+>\(\)\(\{\s+name: '(\w+)'/g)].map(
      ([, model]) => ({ file, model }),
    ),
  );

describe('every event', () => {
  const placed = new Set(readModels.flatMap(({ on }) => Object.keys(on)));
  const types = allEvents.flatMap(({ events }) => events.map(({ type }) => type));

  it('is placed by a read model, or named here with the reason why not', () => {
    expect(types.filter((type) => !placed.has(type) && !(type in placedNowhere))).toEqual([]);
  });
  it('that is named here is placed nowhere', () => {
    expect(Object.keys(placedNowhere).filter((type) => placed.has(type) || !types.includes(type))).toEqual([]);
  });
  it('that a read model reacts to is one that there is', () => {
    expect([...placed].filter((type) => !types.includes(type))).toEqual([]);
  });
});

describe('every read model', () => {
  it.each(definitions)('$model has a spec beside it that speaks of it', ({ file, model }) => {
    const spec = join(folder, file.replace(/\.ts$/, '.spec.ts'));
    expect([file, existsSync(spec)]).toEqual([file, true]);
    expect(readFileSync(spec, 'utf8')).toMatch(new RegExp(`\\b${String(model)}\\b`));
  });
  it('that is fed is defined in a file of its own kind, and every one that is defined is fed', () => {
    expect(definitions.map(({ model }) => model).sort()).toEqual(readModels.map(({ name }) => name).sort());
  });
});
