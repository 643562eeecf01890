import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import Type, { type Static } from 'typebox';
import { eventSchema } from '../../kernel/events.js';
import { idSchema, type LineId, type OpportunityId, type QuoteId } from '../../kernel/ids.js';
import type * as domain from '../../sales/opportunity/quote.commands.js';
import { QuoteLineAdded, QuoteLineChanged, QuoteLineRemoved } from '../../sales/opportunity/quote.events.js';
import type { OpportunityEvent } from '../../sales/opportunity/opportunity.events.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, idFor, type CommandAnswer, type Envelope } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import type { Lookups } from '../lookups/lookups.js';
import { aggregates } from '../register/aggregates.js';
import { BusinessTime } from '../settings/business-time.js';
import { discountFrom, type GivenDiscount } from './discount.js';
import { newLines, type AskedLine } from './new-lines.js';
import { mayChangePriced, mustUsePriceBooks } from './price-book-lines.js';

export class EditQuote extends plainCommand(aggregates.opportunity, 'EditQuote') {}

export class ActivateQuote extends plainCommand(aggregates.opportunity, 'ActivateQuote') {
  override more() {
    return { quoteId: this.data.quoteId };
  }
}
export class DeactivateQuote extends plainCommand(aggregates.opportunity, 'DeactivateQuote') {
  override more() {
    return { quoteId: this.data.quoteId };
  }
}
export class DeleteQuote extends plainCommand(aggregates.opportunity, 'DeleteQuote') {
  override more() {
    return { quoteId: this.data.quoteId };
  }
}
/** QUO-13, QUO-21: a copy takes the prices of the quote, which must be in use. */
export class DuplicateQuote extends AggregateCommand<Omit<domain.DuplicateQuote, 'type'>> {}

@CommandHandler(DuplicateQuote)
export class DuplicateQuoteHandler implements ICommandHandler<DuplicateQuote> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: DuplicateQuote) {
    const { opportunityId, quoteId, newQuoteId } = data;
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, async (lookups) => {
      const { lines } = await lookups.quoteOf(opportunityId, quoteId);
      if (lines.some(({ priceId }) => priceId !== undefined)) await mustUsePriceBooks(lookups);
      return { type: 'DuplicateQuote', ...data };
    });
    return answerTo(outcome, { quoteId: newQuoteId });
  }
}

export class CreateQuote extends AggregateCommand<
  Omit<domain.CreateQuote, 'type' | 'lines'> & { readonly lines?: readonly AskedLine[] | undefined }
> {}

@CommandHandler(CreateQuote)
export class CreateQuoteHandler implements ICommandHandler<CreateQuote> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: CreateQuote) {
    const { opportunityId, quoteId, currency, brand, productVersion } = data;
    const date = this.time.happenedOn(context);
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, async (lookups) => {
      const { projectId } = await lookups.opportunity(opportunityId);
      const scope = { currency, brand, productVersion, date, projectId };
      const lines = await newLines(data.lines ?? [], scope, lookups, lineIds(context));
      return { type: 'CreateQuote', ...data, lines };
    });
    return answerTo(outcome, { quoteId });
  }
}

/** A change with a discount as it is given. */
type AskedChange = Omit<domain.LineChange, 'discount'> & { readonly discount?: GivenDiscount | null | undefined };

/** What would become of the lines, as the events say it. */
export const LinesDryRun = Type.Object({
  id: idSchema<OpportunityId>(),
  quoteId: idSchema<QuoteId>(),
  dryRun: Type.Literal(true),
  changes: Type.Array(Type.Union([QuoteLineAdded, QuoteLineChanged, QuoteLineRemoved].map(eventSchema))),
});
type LinesAnswer =
  CommandAnswer | (Omit<Static<typeof LinesDryRun>, 'changes'> & { readonly changes: readonly OpportunityEvent[] });

/** QUO-05, QUO-11: all or none; `dryRun` answers what would change. */
export class ChangeQuoteLines extends AggregateCommand<
  Omit<domain.ChangeQuoteLines, 'type' | 'add' | 'change'> & {
    readonly add?: readonly AskedLine[] | undefined;
    readonly change?: readonly AskedChange[] | undefined;
    readonly dryRun?: boolean | undefined;
  },
  LinesAnswer
> {}

@CommandHandler(ChangeQuoteLines)
export class ChangeQuoteLinesHandler implements ICommandHandler<ChangeQuoteLines> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: ChangeQuoteLines): Promise<LinesAnswer> {
    const { opportunityId, quoteId, add = [], change = [], remove = [], dryRun = false } = data;
    const date = this.time.happenedOn(context);
    const changeLines = async (lookups: Lookups): Promise<domain.ChangeQuoteLines> => {
      const quote = await lookups.quoteOf(opportunityId, quoteId);
      const changes = change.map(lineChange);
      await mayChangePriced(quote.lines, changes, lookups);
      return {
        type: 'ChangeQuoteLines',
        opportunityId,
        quoteId,
        add: await newLines(add, { ...quote, date }, lookups, lineIds(context)),
        change: changes,
        remove,
      };
    };
    if (dryRun) {
      const changes = await this.commands.preview(aggregates.opportunity, context, changeLines);
      return { id: opportunityId, quoteId, dryRun, changes };
    }
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, changeLines);
    return answerTo(outcome, { quoteId });
  }
}

const lineIds =
  (context: Envelope) =>
  (index: number): LineId =>
    idFor<LineId>(context, `line ${String(index)}`);

const lineChange = ({ lineId, discount, startsOn, ...change }: AskedChange): domain.LineChange => ({
  ...change,
  lineId,
  ...(discount !== undefined && { discount: discount && discountFrom(discount) }),
  ...(startsOn !== undefined && { startsOn }),
});
