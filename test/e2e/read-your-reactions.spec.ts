import type { Adapters } from '../../libs/application/adapters/adapters.js';
import { activeQuote, opportunityOf, openShop, suiteLine } from '../../libs/testing/api/shop.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';
import { changed } from '../../libs/testing/changed.js';

/** Contracts come to the log only when they are let in. */
function gate() {
  let letIn: () => void = () => undefined;
  const open = new Promise<void>((resolve) => (letIn = resolve));
  const around = (adapters: Adapters): Adapters => {
    const { log } = adapters;
    const append: typeof log.append = async (stream, ...rest) => {
      if (stream.startsWith('contract-')) await open;
      return log.append(stream, ...rest);
    };
    return { ...adapters, log: changed(log, { append }) };
  };
  return { around, letIn: () => letIn() };
}

describe('a read that is not to be before the position of a sale', () => {
  it('has the contracts that the process made of it, however long that takes', async () => {
    const { around, letIn } = gate();
    const api = await TestApi.open({ around });
    try {
      const shop = await openShop(api);
      const { id } = await opportunityOf(api, shop);
      await activeQuote(api, id, [suiteLine(shop)]);
      const { position } = await api.post(`/v1/opportunities/${id}/sell`);
      const contracts = (query: object) =>
        api.get<{ readonly items: readonly unknown[] }>(withQuery(`/v1/opportunities/${id}/contracts`, { ...query }));
      const awaited = contracts({ notBefore: position });
      // As long as one that does not wait takes, nothing is there.
      expect((await contracts({})).items).toEqual([]);
      letIn();
      expect((await awaited).items).toHaveLength(1);
    } finally {
      letIn();
      await api.close();
    }
  });
});
