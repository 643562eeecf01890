import { readRecipe, recipeText } from './recipe.reader.js';

const step = {
  step: 'accounts',
  rows: 'accounts',
  key: '{name}',
  values: { size: { of: '{employees}', as: 'integer' } },
  requests: [{ path: '/v1/accounts', body: { name: '{name}', employees: '{size}' }, as: 'made' }],
  remember: [{ table: 'accounts', name: '{name}', value: '{made.id}' }],
};
const recipe = {
  name: 'small',
  files: { accounts: { file: 'accounts.csv', columns: ['name', 'employees'] } },
  steps: [step],
};
const reading = (change: object) => () => readRecipe(JSON.stringify({ ...recipe, ...change }));
const withStep = (change: object) => reading({ steps: [{ ...step, ...change }] });

describe('a recipe', () => {
  it('is read when every name in it is known', () => {
    expect(reading({})()).toEqual(recipe);
  });

  it('is refused when it is no JSON', () => {
    expect(() => readRecipe('{')).toThrow('This is no JSON: ');
  });

  it.each([
    ['{"name":"small","steps":[{"step":"x","key":"a","key":"b"}]}', '"steps.0.key" is given twice.'],
    ['{"name":"small","n\\u0061me":"large"}', '"name" is given twice.'],
    [
      '{"files":{"a":{"b":0.12345678901234567890}}}',
      '"files.a.b" is 0.12345678901234567890, which cannot be kept exactly.',
    ],
  ])('is refused where something in it would be lost, with its key and place: %s', (text, message) => {
    expect(() => readRecipe(text)).toThrow(message);
  });

  it('is refused when its file is not UTF-8, with the line', () => {
    const bytes = Buffer.from(JSON.stringify({ ...recipe, name: 'größe' }, null, 1), 'latin1');
    expect(() => recipeText(bytes)).toThrow('Line 2 is not UTF-8.');
    expect(recipeText(Buffer.from('{"name": "größe"}'))).toBe('{"name": "größe"}');
  });

  it.each([
    ['a key that is not known', reading({ stepps: [] }), '/stepps is not known here'],
    ['a part that is missing', reading({ steps: [{ step: 'x' }] }), '/steps/0 must have required properties requests'],
    ['a wrong type', withStep({ key: 3 }), '/steps/0/key must be string'],
    [
      'a wrong date format',
      reading({ dates: 'MM/YY' }),
      '/dates "MM/YY" must name YYYY, M or MM, and D or DD, once each.',
    ],
    ['a step that is there twice', reading({ steps: [step, step] }), '/steps/1 (accounts) is there twice'],
  ])('is refused for %s, with its place', (_what, read, message) => {
    expect(read).toThrow(message);
  });

  it.each([
    ['a file', withStep({ rows: 'acounts' }), '/rows: "acounts" is not a file; the nearest is "accounts".'],
    [
      'a column',
      withStep({ key: '{nane}' }),
      '/key: "nane" is not a column, a value or an answer here; the nearest is "name".',
    ],
    ['a condition', withStep({ where: { employes: '' } }), '/where: "employes" is not'],
    [
      'a list of aliases',
      withStep({ values: { size: { of: '{name}', aliases: 'x' } } }),
      '/values/size/aliases: "x" is not a list of aliases',
    ],
    [
      'a table',
      withStep({ values: { size: { of: '{name}', in: 'users' } } }),
      '/values/size/in: "users" is not remembered by an earlier step',
    ],
    [
      'an answer',
      withStep({ requests: [{ path: '/v1/{made.id}', as: 'made' }] }),
      '/requests/0/path: "made.id" is not',
    ],
    [
      'an answer in a name',
      withStep({ remember: [{ table: 'x', name: '{made.name}', value: '{made.id}' }] }),
      '/remember/0/name: "made.name" is not',
    ],
    [
      'a list',
      withStep({ remember: [{ table: 'x', each: 'mad.list', name: '{each.a}', value: '{each.b}' }] }),
      '/remember/0/each: "mad.list" is not',
    ],
  ])('is refused for %s that leads nowhere, with the nearest', (_what, read, message) => {
    expect(read).toThrow(`/steps/0 (accounts)${message}`);
  });

  it('is refused when an answer would hide a column', () => {
    const hiding = { ...step.requests[0], as: 'name' };
    expect(withStep({ requests: [hiding], remember: [] })).toThrow(
      '/requests/0/as "name" is the name of a column or value already.',
    );
  });

  it('may look up parents in the step that makes them', () => {
    const values = { size: { of: '{employees}' }, parentId: { of: '{name}', in: 'accounts' } };
    expect(withStep({ values })).toThrow('/values/parentId/in');
    expect(withStep({ values, parent: '{name}' })).not.toThrow();
  });
});
