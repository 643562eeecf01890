import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allEvents } from '../../libs/application/register/all-events.js';
import { readModels } from '../../libs/application/register/read-models.js';

/** Events that no read model places, and why. */
const placedNowhere: Readonly<Record<string, string>> = {
  ApiKeyIssued: 'Keys are read from the log by each process that checks them; no list of them is shown yet.',
  ApiKeyRevoked: 'As ApiKeyIssued.',
  ValueReserved: 'A reservation is read by the command that wants the value, from the stream itself.',
  ValueReleased: 'As ValueReserved.',
};

const folder = join(process.cwd(), 'projections');
const definitions = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.read-model.ts'))
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

/** The file of `projections/` that defines the model, and the name that it exports it under. */
function definitionOf(model: string) {
  for (const { file, text } of definitions) {
    const [, name] =
      new RegExp(`export const (\\w+) = readModel<\\w+>\\(\\)\\(\\{\\s+name: '${model}'`).exec(text) ?? [];
    if (name !== undefined) return { file, name };
  }
  throw new Error(`No file of projections/ named *.read-model.ts defines "${model}".`);
}

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
  it.each(readModels.map(({ name }) => name))('%s has a spec beside it that uses it', (model) => {
    const { file, name } = definitionOf(model);
    const spec = join(folder, file.replace(/\.ts$/, '.spec.ts'));
    expect([file, existsSync(spec)]).toEqual([file, true]);
    expect(readFileSync(spec, 'utf8')).toMatch(new RegExp(`\\b${name}\\b`));
  });
  it('is among those that are fed', () => {
    const fed = readModels.map(({ name }) => definitionOf(name).name);
    const defined = definitions.flatMap(({ text }) =>
      [...text.matchAll(/export const (\w+) = readModel</g)].map(([, name]) => name),
    );
    expect(defined.sort()).toEqual(fed.sort());
  });
});
