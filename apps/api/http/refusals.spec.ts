import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { statusOf } from './refusals.js';

const top = new URL('../../../', import.meta.url);
const thrown = /new DomainError(?:<\w+>)?\(\s*(?:'([\w-]+)'|(\w+|`))/g;

/** What each source throws: codes, and names of what holds one. `rejecting` needs no look: its codes are typed by their map. */
const refused = ['libs', 'apps', 'projections'].flatMap((folder) =>
  readdirSync(new URL(folder, top), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.spec|\.testing)\.ts$/.test(file) && !file.startsWith('testing'))
    .flatMap((file) => {
      const source = readFileSync(fileURLToPath(new URL(`${folder}/${file}`, top)), 'utf8');
      return [...source.matchAll(thrown)].map(([, code, name]) => ({ file: `${folder}/${file}`, code, name }));
    }),
);

describe('the refusals', () => {
  it('that are thrown by their code have a status', () => {
    const codes = refused.flatMap(({ file, code }) => (code === undefined ? [] : [{ file, code }]));
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter(({ code }) => statusOf(code) === undefined)).toEqual([]);
  });

  it('are thrown by their code, but where it is a parameter', () =>
    expect(refused.flatMap(({ file, name }) => (name === undefined ? [] : [file])).sort()).toEqual([
      'libs/application/lookups/lookups.ts',
      'libs/application/records/subjects.ts',
      'libs/kernel/domain-error.ts',
      'libs/projection/requests.ts',
      // A refusal of a thread, thrown again where it was asked.
      'libs/read-store/sqlite/thread-errors.ts',
    ]));
});
