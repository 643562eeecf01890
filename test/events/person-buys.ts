import { aggregates } from '../../libs/application/register/aggregates.js';
import type { Id } from '../../libs/kernel/ids.js';
import {
  createQuote,
  idOf,
  loseCommand,
  on,
  openCommand,
  sellCommand,
  setUp,
} from '../../libs/testing/sales/sales-examples.js';
import type { World } from '../properties/world.js';

const { opportunity } = aggregates;
const buyerId = idOf<Id<'person'>>('novak');

/** Names are sealed with the key of the person who buys, in every event that has them. */
export async function aPersonBuys(world: World): Promise<void> {
  const of = { opportunityId: idOf<Id<'opportunity'>>('kitchen') };
  const quote = { ...of, quoteId: idOf<Id<'quote'>>('kitchen') };
  const drawer = { ...setUp, lineId: idOf<Id<'line'>>('drawer'), name: "Mrs Novák's drawer" };
  const shelf = { ...setUp, lineId: idOf<Id<'line'>>('shelf'), name: "Mr Novák's shelf" };
  await world.do(opportunity, { ...openCommand, ...of, name: "Novák's kitchen", buyerId });
  await world.do(opportunity, { type: 'EditOpportunity', ...of, name: "The Nováks' kitchen" });
  await world.do(opportunity, { ...createQuote(drawer), ...quote, name: 'For Mr Novák' });
  await world.do(opportunity, { type: 'EditQuote', ...quote, name: 'For Mrs Novák' });
  await world.do(opportunity, { type: 'ChangeQuoteLines', ...quote, add: [shelf] });
  const change = [{ lineId: drawer.lineId, name: "Mrs Novák's drawers" }];
  await world.do(opportunity, { type: 'ChangeQuoteLines', ...quote, change, remove: [shelf.lineId] });
  const newQuoteId = idOf<Id<'quote'>>('kitchen again');
  await world.do(opportunity, { type: 'DuplicateQuote', ...quote, newQuoteId });
  await world.do(opportunity, { type: 'DeleteQuote', ...quote });
  await world.do(opportunity, { type: 'ActivateQuote', ...of, quoteId: newQuoteId });
  const account = { id: sellCommand.account?.id ?? idOf('aurora'), references: [] };
  const dates = { today: world.today(), openedOn: on('2017-01-01') };
  await world.do(opportunity, { ...sellCommand, ...of, ...dates, account, soldOn: on('2017-01-03') });
  await world.do(opportunity, { type: 'UnlockOpportunity', ...of });
  await world.do(opportunity, { ...loseCommand, ...of, ...dates, lostOn: on('2017-01-03') });
  const mistaken = { opportunityId: idOf<Id<'opportunity'>>('kitchen by mistake') };
  await world.do(opportunity, { ...openCommand, ...mistaken, name: "Novák's kitchen", buyerId });
  await world.do(opportunity, { type: 'DeleteOpportunity', ...mistaken });
}
