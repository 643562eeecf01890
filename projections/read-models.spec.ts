import { readModels } from '../libs/application/register/read-models.js';

describe.each(readModels.map((model) => [model.name, model] as const))('the read model %s', (_name, model) => {
  it('can be looked up by the references that its rows have', () => {
    expect(model.fields['references']).toBe('references' in model.row.properties ? 'references' : undefined);
  });

  it('searches in text that it declares as a field', () => {
    expect(model.search.filter((field) => model.fields[field] !== 'text')).toEqual([]);
  });
});
