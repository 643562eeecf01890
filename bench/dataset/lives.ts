import type { Shop, Commands } from '../tools/shop.js';

/** An opportunity's life as it was played once; copies of it fill the log. */
export interface PlayedLife {
  readonly opportunityId: string;
  readonly accountName: string;
}

const dayOf = (day: number): string => new Date(Date.parse('2023-01-02') + day * 86_400_000).toISOString().slice(0, 10);

/** Days on which a life of ten events takes its steps, each different in length. */
const pace = (seed: number): number => 3 + (seed % 8);

/**
 * Plays lives through the API, no two alike: opened, moved through the stages, quoted, changed, and in the end sold (45 %), lost
 * (30 %) or still open.
 */
export async function playLives(api: Commands, shop: Shop, count: number): Promise<readonly PlayedLife[]> {
  const lives: PlayedLife[] = [];
  for (let seed = 0; seed < count; seed++) lives.push(await playLife(api, shop, seed));
  return lives;
}

async function playLife(api: Commands, shop: Shop, seed: number): Promise<PlayedLife> {
  const account = seed % shop.accounts.length;
  const { id, step } = await opened(api, shop, seed, account);
  const quotes = `/v1/opportunities/${id}/quotes`;
  await step(`/v1/opportunities/${id}/move-to-stage`, { stageId: shop.stages[1] });
  const line = (at: number, quantity: number) => ({
    productId: shop.products[at % shop.products.length],
    priceBookId: shop.priceBookId,
    quantity: String(quantity),
  });
  const { quoteId } = await step(quotes, { name: 'Offer', currency: 'EUR', lines: [line(seed, 1 + (seed % 9))] });
  await step(`${quotes}/${quoteId}/lines`, { add: [line(seed + 1, 2 + (seed % 5))] });
  await step(`/v1/opportunities/${id}/move-to-stage`, { stageId: shop.stages[2] });
  await step(`${quotes}/${quoteId}/activate`, {});
  if (seed % 2 === 0) await step(`${quotes}/${quoteId}/lines`, { add: [line(seed + 2, 1 + (seed % 3))] });
  await step(`/v1/opportunities/${id}/move-to-stage`, { stageId: shop.stages[3] });
  const end = (seed * 7) % 20;
  if (end < 9) await step(`/v1/opportunities/${id}/sell`, {});
  else if (end < 15)
    await step(`/v1/opportunities/${id}/lose`, { reasonCode: 'not-stated', comment: 'Too dear for now.' });
  return { opportunityId: id, accountName: accountName(account) };
}

/** Lives that have only begun: for a list of very many opportunities. */
export async function playBeginnings(api: Commands, shop: Shop, count: number): Promise<readonly PlayedLife[]> {
  const lives: PlayedLife[] = [];
  for (let seed = 0; seed < count; seed++) {
    const account = seed % shop.accounts.length;
    lives.push({ opportunityId: (await opened(api, shop, seed, account)).id, accountName: accountName(account) });
  }
  return lives;
}

export const accountName = (index: number): string => `Account ${String(index)}`;

async function opened(api: Commands, shop: Shop, seed: number, account: number) {
  let day = 0;
  const step = (path: string, body: object) => {
    const occurredAt = dayOf(day);
    day += pace(seed);
    return api.post(path, { ...body, occurredAt });
  };
  const { id } = await step('/v1/opportunities', {
    name: `${accountName(account)} deal`,
    pipelineId: shop.pipelineId,
    stageId: shop.stages[seed % shop.stages.length === 1 ? 0 : seed % shop.stages.length],
    accountId: shop.accounts[account],
    ownerId: shop.users[seed % shop.users.length],
    expectedAmount: { amount: String(500 + ((seed * 7919) % 90_000)), currency: 'EUR' },
    expectedCloseOn: dayOf(90 + (seed % 60)),
  });
  return { id, step };
}
