import { Answer, fillBody, fillPath, fillText } from './template.js';

const scope = new Map<string, unknown>([
  ['product', 'GTX Pro'],
  ['account', ''],
  ['employees', 12],
  ['quote', new Answer('quote', { quoteId: 'q/1', record: { name: 'First', stages: [{ name: 'A' }, { name: 'B' }] } })],
]);

describe('a template', () => {
  it('fills in columns, values and parts of answers', () => {
    expect(fillText('{product} ({employees}), {quote.record.name}!', scope)).toBe('GTX Pro (12), First!');
  });

  it('is empty when one of its placeholders is', () => {
    expect(fillText('{product} for {account}', scope)).toBeUndefined();
  });

  it('escapes what it puts into a path', () => {
    expect(fillPath('/v1/quotes/{quote.quoteId}/{product}', scope)).toBe('/v1/quotes/q%2F1/GTX%20Pro');
  });

  it('refuses a path with an empty part', () => {
    expect(() => fillPath('/v1/accounts/{account}', scope)).toThrow(
      'The path /v1/accounts/{account} needs {account}, which is empty.',
    );
  });

  it('keeps numbers as numbers, and leaves out empty keys and incomplete inner objects', () => {
    const body = {
      employees: '{employees}',
      accountId: '{account}',
      revenue: { amount: '{account}', currency: 'USD' },
      lines: [{ quantity: '1', productId: '{product}' }, { id: '{account}' }],
      fixed: true,
    };
    expect(fillBody(body, scope)).toEqual({
      employees: 12,
      lines: [{ quantity: '1', productId: 'GTX Pro' }],
      fixed: true,
    });
  });
});

describe('an answer', () => {
  it('stops the import where it lacks what the recipe needs', () => {
    expect(() => fillText('{quote.id}', scope)).toThrow(
      'The answer "quote" has no "id": the recipe and the API do not fit together.',
    );
  });

  it('is made up in a dry run', () => {
    expect(new Answer('quote', {}, 'made up').at('record.id')).toBe('made up');
  });

  it('returns the elements of its lists', () => {
    const quote = scope.get('quote');
    expect(quote instanceof Answer && quote.each('record.stages').map((stage) => stage.at('name'))).toEqual(['A', 'B']);
  });
});
