import { calendarOf } from '../../kernel/calendar.js';
import { instantOf, type DateOnly, type Instant } from '../../kernel/dates.js';
import {
  newId,
  type AccountId,
  type CategoryId,
  type OpportunityId,
  type PipelineId,
  type PriceBookId,
  type PriceId,
  type ProductId,
  type QuoteId,
  type StageId,
} from '../../kernel/ids.js';
import { priceBookItemIdOf } from '../../catalogue/price-book-item/price-book-item.js';
import type { AggregateCommand, Envelope } from '../commands/command.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { CreateAccount, EditAccount } from '../accounts/accounts.js';
import { memoryAdapters } from '../adapters/memory.js';
import { CreateProductCategory, ChangePrice, WithdrawPrice } from '../catalogue/catalogue.commands.js';
import { CreatePriceBook, EditPriceBook, SetPrice } from '../catalogue/price-books.js';
import { CreateProduct, EditProduct } from '../catalogue/products.js';
import { ChangeSalesSettings } from '../organisation/sales-settings.js';
import { AddStage, CreatePipeline } from '../organisation/pipelines.js';
import { openRuntime, type OpenRuntime } from '../runtime/open-runtime.js';
import { MoveOpportunity, OpenOpportunity } from '../sales/opportunities.js';
import { SellOpportunity } from '../sales/outcomes.js';
import { ActivateQuote, CreateQuote } from '../sales/quotes.js';

const clock = fixedClock(instantOf(Date.UTC(2026, 0, 1)));
const start = (year: number): Instant => instantOf(Date.UTC(year, 0, 1));
const noon = (year: number, day = 1): Instant => instantOf(Date.UTC(year, 0, day, 12));

let opened: OpenRuntime;
beforeAll(async () => {
  const settings = { calendar: calendarOf('UTC'), adminApiKey: 'a-key-for-this-spec' };
  opened = await openRuntime(memoryAdapters({ clock }), settings);
});
afterAll(() => opened.close());

type Made<D> = new (data: D, context: Envelope) => AggregateCommand<D, unknown>;
const send = async <D>(Command: Made<D>, data: D, given?: Instant): Promise<object> =>
  Object(await opened.commands.execute(new Command(data, commandContext(given && { occurred: { given } })))) as object;

interface Shop {
  readonly pipelineId: PipelineId;
  readonly accountId: AccountId;
  readonly productId: ProductId;
  readonly priceBookId: PriceBookId;
  readonly priceId: PriceId;
}
/** All of it since 2022. */
async function shop(): Promise<Shop> {
  const [pipelineId, accountId, productId] = [newId<PipelineId>(), newId<AccountId>(), newId<ProductId>()];
  const [categoryId, priceBookId] = [newId<CategoryId>(), newId<PriceBookId>()];
  const stages = [{ name: 'Open', category: 'open', probability: '10' }] as const;
  await send(CreatePipeline, { pipelineId, name: 'Direct', stages }, start(2022));
  const firm = { accountId, accountType: 'company', name: 'Old name', references: [] } as const;
  await send(CreateAccount, firm, start(2022));
  const category = { categoryId, name: 'Goods', contractType: 'goods', kind: 'oneOff' } as const;
  await send(CreateProductCategory, category, start(2022));
  const product = { productId, code: productId, name: 'Old product', categoryId, references: [] };
  await send(CreateProduct, product, start(2022));
  await send(CreatePriceBook, { priceBookId, name: 'List', references: [] }, start(2022));
  const price = { unit: 'piece', unitPrice: '100', currency: 'EUR', per: 'once' } as const;
  const { priceId } = (await send(SetPrice, { priceBookId, productId, ...price }, start(2022))) as { priceId: PriceId };
  return { pipelineId, accountId, productId, priceBookId, priceId };
}
const expectedAmount = { amount: '10', currency: 'EUR' };
const open = async ({ pipelineId, accountId }: Shop, given: Instant): Promise<OpportunityId> => {
  const opportunityId = newId<OpportunityId>();
  await send(
    OpenOpportunity,
    { opportunityId, name: 'Deal', pipelineId, accountId, expectedAmount, references: [] },
    given,
  );
  return opportunityId;
};
const quote = async (
  { productId, priceBookId }: Shop,
  opportunityId: OpportunityId,
  given?: Instant,
  unit = 'piece',
) => {
  const quoteId = newId<QuoteId>();
  const lines = [{ productId, priceBookId, quantity: '1', unit }];
  await send(CreateQuote, { opportunityId, quoteId, name: 'Quote', currency: 'EUR', lines }, given);
  const { runtime } = opened;
  const event = (await runtime.log.read(`opportunity-${opportunityId}`)).at(-1);
  const { product, unitPrice } = (event?.data as { lines: { product: { name: string }; unitPrice: string }[] })
    .lines[0] ?? { product: undefined, unitPrice: undefined };
  return { quoteId, name: product?.name, unitPrice };
};

describe('a back-dated command', () => {
  it('takes the prices and names of its own time, and one of today those of today (QUO-03)', async () => {
    const own = await shop();
    const { priceBookId, productId, priceId } = own;
    const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
    await send(ChangePrice, { priceBookItemId, priceId, unitPrice: '150' }, noon(2024));
    await send(EditProduct, { productId, name: 'New product' }, noon(2024));
    expect(await quote(own, await open(own, noon(2023)), noon(2023))).toMatchObject({
      name: 'Old product',
      unitPrice: '100',
    });
    expect(await quote(own, await open(own, noon(2023)))).toMatchObject({ name: 'New product', unitPrice: '150' });
    // A date alone is all of that day; a time is that moment.
    expect(await quote(own, await open(own, start(2024)), start(2024))).toMatchObject({ unitPrice: '150' });
    const before = instantOf(Date.parse(noon(2024)) - 1);
    expect(await quote(own, await open(own, before), before)).toMatchObject({ unitPrice: '100' });
  });
  it('takes what was offered then: withdrawn since, or of a book that is not active any more', async () => {
    const own = await shop();
    const { priceBookId, productId, priceId } = own;
    const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
    await send(WithdrawPrice, { priceBookItemId, priceId }, noon(2024));
    const other = { unit: 'piece', unitPrice: '170', currency: 'EUR', per: 'once' } as const;
    await send(SetPrice, { priceBookId, productId, ...other }, noon(2024, 2));
    await send(EditPriceBook, { priceBookId, active: false }, noon(2024, 3));
    expect(await quote(own, await open(own, noon(2023)), noon(2023))).toMatchObject({ unitPrice: '100' });
    await expect(quote(own, await open(own, noon(2023)))).rejects.toMatchObject({ code: 'price-book-inactive' });
  });
  it('takes what was entered only later as it was first; a price where its dates say that it held', async () => {
    const own = await shop();
    const { priceBookId, productId } = own;
    const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
    const later = {
      unit: 'hour',
      unitPrice: '80',
      currency: 'EUR',
      per: 'once',
      validFrom: '2023-01-01' as DateOnly,
    } as const;
    const { priceId } = (await send(SetPrice, { priceBookId, productId, ...later }, noon(2024))) as {
      priceId: PriceId;
    };
    await send(ChangePrice, { priceBookItemId, priceId, unitPrice: '90' }, noon(2025));
    const create = async (given: Instant) => quote(own, await open(own, given), given, 'hour');
    expect(await create(noon(2023, 2))).toMatchObject({ unitPrice: '80' });
    await expect(create(noon(2022, 2))).rejects.toMatchObject({ code: 'price-missing' });
  });
  it('knows no stage that was added later, and says of when it speaks', async () => {
    const own = await shop();
    const stage = { pipelineId: own.pipelineId, name: 'Offer', category: 'open', probability: '50' } as const;
    const { stageId } = (await send(AddStage, stage, noon(2024))) as { stageId: StageId };
    const opportunityId = await open(own, noon(2023));
    const refused = send(MoveOpportunity, { opportunityId, stageId }, noon(2023, 2));
    await expect(refused).rejects.toMatchObject({
      code: 'unknown-reference',
      message: expect.stringContaining(noon(2023, 2)) as string,
    });
    await send(MoveOpportunity, { opportunityId, stageId }, noon(2024, 2));
  });
  it('sells by the name and the settings of the date of the sale (SET-08)', async () => {
    const own = await shop();
    await send(EditAccount, { accountId: own.accountId, name: 'New name' }, noon(2024));
    const opportunityId = await open(own, noon(2023));
    const { quoteId } = await quote(own, opportunityId, noon(2023));
    await send(ActivateQuote, { opportunityId, quoteId }, noon(2023));
    await send(SellOpportunity, { opportunityId, soldOn: '2023-06-01' as DateOnly });
    const events = await opened.runtime.log.read(`opportunity-${opportunityId}`);
    expect(events.at(-1)?.data).toMatchObject({ soldOn: '2023-06-01', account: { name: 'Old name' } });

    await send(ChangeSalesSettings, { usePriceBookItems: false }, noon(2022));
    await send(ChangeSalesSettings, { usePriceBookItems: true }, noon(2024));
    const without = await open(own, noon(2023));
    await expect(send(SellOpportunity, { opportunityId: without })).rejects.toMatchObject({
      code: 'active-quote-required',
    });
    await send(SellOpportunity, { opportunityId: without, soldOn: '2023-06-01' as DateOnly });
  });
});
