import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { LineId, OpportunityId, QuoteId } from '../../../libs/kernel/ids.js';
import type { ChangeQuoteLines, LineChange } from '../../../libs/sales/opportunity/quote.commands.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import type { Lookups } from '../commands/facts.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { discountFrom, newLines } from './new-lines.js';
import { ChangedLineDto, ChangeLinesDto, CreateQuoteDto, DuplicateQuoteDto, EditQuoteDto } from './quotes.dto.js';

@ApiTags('quotes')
@Controller('v1/opportunities/:id/quotes')
export class QuotesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a quote, with lines or without (QUO-01)', { creates: true })
  create(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() body: CreateQuoteDto,
    @Request() request: CommandRequest,
  ) {
    const quoteId = request.idFor<QuoteId>('quote');
    const { name, currency, brand, productVersion } = body;
    return this.commands.execute(
      Execute.on(
        aggregates.opportunity,
        opportunityId,
        request.context,
        async (facts) => {
          const { projectId } = await facts.opportunity(opportunityId);
          const scope = { currency, brand, productVersion, date: request.happenedOn(), projectId };
          const lines = await newLines(body.lines ?? [], scope, facts, lineIds(request));
          const dates = { startsOn: body.startsOn, dueOn: body.dueOn };
          return {
            type: 'CreateQuote',
            opportunityId,
            quoteId,
            name,
            currency,
            brand,
            productVersion,
            ...dates,
            lines,
          };
        },
        { more: () => ({ quoteId }) },
      ),
    );
  }

  @Patch(':quoteId')
  @CommandRoute('Edit a quote (QUO-14)')
  edit(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() { occurredAt: _, ...body }: EditQuoteDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, () => ({
        type: 'EditQuote',
        ...body,
        opportunityId,
        quoteId,
        startsOn: body.startsOn,
        dueOn: body.dueOn,
      })),
    );
  }

  @Post(':quoteId/lines')
  @CommandRoute('Add, change and remove lines, all together or none (QUO-09, QUO-11)')
  async changeLines(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() body: ChangeLinesDto,
    @Request() request: CommandRequest,
  ) {
    const command = async (facts: Lookups): Promise<ChangeQuoteLines> => {
      const scope = { ...(await facts.quoteOf(opportunityId, quoteId)), date: request.happenedOn() };
      return {
        type: 'ChangeQuoteLines',
        opportunityId,
        quoteId,
        add: await newLines(body.add ?? [], scope, facts, lineIds(request)),
        change: (body.change ?? []).map(lineChange),
        remove: body.remove ?? [],
      };
    };
    if (body.dryRun) {
      const events = await this.commands.execute(Execute.preview(aggregates.opportunity, request.context, command));
      return { id: opportunityId, quoteId, dryRun: true, changes: events };
    }
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, command, { more: () => ({ quoteId }) }),
    );
  }

  @Post(':quoteId/activate')
  @CommandRoute('Make it the active quote; the former one becomes inactive (QUO-12)')
  activate(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.simply('ActivateQuote', opportunityId, quoteId, request);
  }

  @Post(':quoteId/deactivate')
  @CommandRoute('Make it inactive (QUO-12)')
  deactivate(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.simply('DeactivateQuote', opportunityId, quoteId, request);
  }

  @Delete(':quoteId')
  @CommandRoute('Delete an inactive quote (QUO-15)')
  delete(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.simply('DeleteQuote', opportunityId, quoteId, request);
  }

  @Post(':quoteId/duplicate')
  @CommandRoute('Make a copy, whose lines keep their origin (QUO-13)', { creates: true })
  duplicate(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() { name }: DuplicateQuoteDto,
    @Request() request: CommandRequest,
  ) {
    const newQuoteId = request.idFor<QuoteId>('quote');
    return this.commands.execute(
      Execute.on(
        aggregates.opportunity,
        opportunityId,
        request.context,
        () => ({ type: 'DuplicateQuote', opportunityId, quoteId, newQuoteId, name }),
        { more: () => ({ quoteId: newQuoteId }) },
      ),
    );
  }

  private simply(
    type: 'ActivateQuote' | 'DeactivateQuote' | 'DeleteQuote',
    opportunityId: OpportunityId,
    quoteId: QuoteId,
    request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, () => ({ type, opportunityId, quoteId }), {
        more: () => ({ quoteId }),
      }),
    );
  }
}

const lineIds =
  (request: CommandRequest) =>
  (index: number): LineId =>
    request.idFor<LineId>(`line ${String(index)}`);

const lineChange = ({ lineId, discount, startsOn, ...change }: ChangedLineDto): LineChange => ({
  ...change,
  lineId,
  ...(discount !== undefined && { discount: discount && discountFrom(discount) }),
  ...(startsOn !== undefined && { startsOn: startsOn }),
});
