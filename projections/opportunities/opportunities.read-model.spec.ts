import type { RecordedEvent } from '../../libs/kernel/events.js';
import type { Money } from '../../libs/kernel/money.js';
import { reactionTo } from '../../libs/read-store/reaction.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import { eventToAppend } from '../../libs/testing/log/builders.js';
import { testStart } from '../../libs/testing/log/fixed-clock.js';
import {
  activateQuote,
  after,
  createQuote,
  loseCommand,
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
function row(...commands: readonly OpportunityCommand[]): OpportunityRow | null {
  return after(...commands).reduce<OpportunityRow | null>((before, event, revision) => {
    const recorded: RecordedEvent = {
      ...eventToAppend(event.type, event.data),
      stream: `opportunity-${opportunityId}`,
      revision,
      position: 'log:1',
      recordedAt: testStart,
    };
    const reaction = reactionTo(opportunities, event.type);
    return reaction === undefined ? before : reaction.change(before ?? undefined, recorded, opportunityId);
  }, null);
}

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
    expect(row(opened, { type: 'DeleteOpportunity', opportunityId })).toBeNull();
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
