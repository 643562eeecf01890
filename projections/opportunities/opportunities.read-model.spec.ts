import type { CampaignId, ContractId, LeadId, LineId, PartnerId, PipelineId, StageId } from '../../libs/kernel/ids.js';
import type { Money } from '../../libs/kernel/money.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import { testStart } from '../../libs/testing/log/fixed-clock.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import {
  activateQuote,
  after,
  createQuote,
  idOf,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  sellCommand,
  setUp,
  unlockCommand,
} from '../../libs/testing/sales/sales-examples.js';
import { opportunities, type OpportunityRow } from './opportunities.read-model.js';

const eur = (amount: string): Money => ({ amount, currency: 'EUR' });
const opened = { ...openCommand, expectedAmount: eur('1000') };

/** The row after these commands. */
const row = (...commands: readonly OpportunityCommand[]): OpportunityRow | undefined =>
  rowAfter(opportunities, `opportunity-${opportunityId}`)(...after(...commands));

const quoted = [opened, createQuote(seats, setUp), activateQuote];
const sold = [...quoted, sellCommand];
const changed = { type: 'ChangeQuoteLines', opportunityId, quoteId, remove: [setUp.lineId] } as const;

describe('the amount of an opportunity', () => {
  it.each<readonly [string, readonly OpportunityCommand[], string | undefined]>([
    ['is what is expected', [opened], '1000.00'],
    ['is none without an expectation', [openCommand], undefined],
    ['is what is expected as long as no quote is active', [opened, createQuote(seats)], '1000.00'],
    ['is the total of the active quote', quoted, '1900.00'],
    ['follows the lines of the active quote', [...quoted, changed], '1500.00'],
    [
      'is what is expected when the quote is not active any more',
      [...quoted, { ...activateQuote, type: 'DeactivateQuote' }],
      '1000.00',
    ],
    ['is the revenue once it is won', sold, '1900.00'],
    ['is none while it is reopened (decision 15)', [...sold, unlockCommand], undefined],
    ['is none while it is reopened, whatever is quoted', [...sold, unlockCommand, changed], undefined],
    ['is the revenue of the next sale', [...sold, unlockCommand, changed, sellCommand], '1500.00'],
    ['stays that of the quote when it is lost', [...quoted, loseCommand], '1900.00'],
  ])('%s', (_name, commands, amount) => {
    const found = row(...commands);
    expect(found?.amount?.amount).toBe(amount);
    expect(found?.amountMinor ?? undefined).toBe(amount === undefined ? undefined : Number(amount) * 100);
    expect(found?.currency ?? undefined).toBe(amount === undefined ? undefined : 'EUR');
  });

  it('is gone with the opportunity', () => {
    expect(row(opened, { type: 'DeleteOpportunity', opportunityId })).toBeUndefined();
  });
});

describe('an opportunity as lists show it (OPP-03, OPP-05)', () => {
  const reference = { system: 'erp', type: 'project', id: '1' };
  const facts = {
    expectedCloseOn: on('2017-03-31'),
    opportunityType: 'upsell',
    description: 'Asked at the fair.',
    leadId: idOf<LeadId>('lead'),
    campaignId: idOf<CampaignId>('campaign'),
    partnerId: idOf<PartnerId>('partner'),
    sourceContractId: idOf<ContractId>('old contract'),
    references: [reference],
  } as const;
  const full = { ...opened, ...facts };

  it('has what it was opened with, and nothing of a sale or a loss', () => {
    const { type: _, opportunityId: _id, ...said } = full;
    expect(row(full)).toEqual({
      _id: opportunityId,
      ...said,
      status: 'open',
      expectedAmount: eur('1000.00'),
      activeQuoteId: null,
      quoteTotal: null,
      amount: eur('1000.00'),
      amountMinor: 100_000,
      currency: 'EUR',
      soldOn: null,
      revenue: null,
      saleNumber: 0,
      lostOn: null,
      lostReason: null,
      competitor: null,
      lostComment: null,
      openedAt: testStart,
    });
    const { accountId: _account, ownerId: _owner, ...bare } = openCommand;
    expect(row(bare)).toMatchObject({
      accountId: null,
      ownerId: null,
      expectedCloseOn: null,
      opportunityType: 'new',
      description: null,
      leadId: null,
      campaignId: null,
      partnerId: null,
      sourceContractId: null,
      currency: null,
    });
  });
  it('has what an edit changes, null where it clears, and the rest as it was (OPP-02)', () => {
    const edited = (change: object) => row(full, { type: 'EditOpportunity', opportunityId, ...change });
    expect(edited({ name: 'Other', description: 'Asked again.' })).toEqual({
      ...row(full),
      name: 'Other',
      description: 'Asked again.',
    });
    expect(edited({ description: null, expectedCloseOn: null, accountId: null })).toEqual({
      ...row(full),
      description: null,
      expectedCloseOn: null,
      accountId: null,
    });
    expect(edited({ expectedAmount: eur('20') })).toMatchObject({ amount: eur('20.00'), amountMinor: 2_000 });
  });
  it('has its new pipeline and stage, and its new owner', () => {
    const place = { pipelineId: idOf<PipelineId>('partners'), stageId: idOf<StageId>('talks') };
    expect(row(full, { type: 'MoveOpportunity', opportunityId, ...place, category: 'open' })).toEqual({
      ...row(full),
      ...place,
    });
    expect(row(full, { type: 'ChangeOpportunityOwner', opportunityId, ownerId: null })).toEqual({
      ...row(full),
      ownerId: null,
    });
  });
  it('has its sale while that stands, and how often it was sold (SOLD-04, SOLD-06)', () => {
    const sale = { soldOn: sellCommand.soldOn, revenue: eur('1900.00'), saleNumber: 1 };
    expect(row(...sold)).toMatchObject(sale);
    expect(row(...sold, unlockCommand)).toMatchObject(sale);
    expect(row(...sold, unlockCommand, sellCommand)).toMatchObject({ ...sale, saleNumber: 2 });
    expect(row(...sold, unlockCommand, loseCommand)).toMatchObject({ soldOn: null, revenue: null, saleNumber: 1 });
  });
  it('has its loss until it is reopened', () => {
    const lost = { ...loseCommand, comment: 'Too dear.', competitor: 'Borealis' };
    expect(row(full, lost)).toMatchObject({
      lostOn: loseCommand.lostOn,
      lostReason: 'price',
      lostComment: 'Too dear.',
      competitor: 'Borealis',
    });
    expect(row(full, lost, { type: 'ReopenOpportunity', opportunityId })).toEqual(row(full));
  });
  it('has its active quote', () => {
    expect(row(...quoted)).toMatchObject({ activeQuoteId: quoteId, quoteTotal: eur('1900.00') });
    expect(row(...quoted, { ...activateQuote, type: 'DeactivateQuote' })).toMatchObject({
      activeQuoteId: null,
      quoteTotal: null,
    });
  });
  it('follows the lines of the active quote alone', () => {
    const changeLines = (lines: object) => ({ type: 'ChangeQuoteLines', opportunityId, quoteId, ...lines }) as const;
    const added = changeLines({ add: [{ ...setUp, lineId: idOf<LineId>('third') }] });
    const moreSeats = changeLines({ change: [{ lineId: seats.lineId, quantity: '12' }] });
    expect(row(...quoted, added)?.quoteTotal).toEqual(eur('2300.00'));
    expect(row(...quoted, moreSeats)?.quoteTotal).toEqual(eur('2200.00'));
    expect(row(opened, createQuote(seats, setUp), added, moreSeats, changed)).toEqual(row(opened));
  });
  it('has its references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '2' };
    const referenced = { type: 'ReferenceOpportunity', opportunityId, reference: other } as const;
    const unreferenced = { type: 'UnreferenceOpportunity', opportunityId, reference } as const;
    expect(row(full, referenced)).toEqual({ ...row(full), references: [reference, other] });
    expect(row(full, referenced, unreferenced)).toEqual({ ...row(full), references: [other] });
  });
});

describe('where an opportunity stands', () => {
  it.each<readonly [OpportunityRow['status'], readonly OpportunityCommand[], string]>([
    ['open', quoted, openCommand.stageId],
    ['won', sold, sellCommand.wonStageId],
    ['reopened', [...sold, unlockCommand], openCommand.stageId],
    ['lost', [...sold, unlockCommand, loseCommand], loseCommand.stageId],
    ['open', [...quoted, loseCommand, { type: 'ReopenOpportunity', opportunityId }], openCommand.stageId],
  ])('is %s, in the stage that goes with it', (status, commands, stageId) => {
    expect(row(...commands)).toMatchObject({ status, stageId });
  });
});
