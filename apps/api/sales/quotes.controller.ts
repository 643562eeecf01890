import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  ActivateQuote,
  ChangeQuoteLines,
  CreateQuote,
  DeactivateQuote,
  DeleteQuote,
  DuplicateQuote,
  EditQuote,
  LinesDryRun,
} from '../../../libs/application/sales/quotes.js';
import { idSchema, type OpportunityId, type QuoteId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { ChangeLinesDto, CreateQuoteDto, DuplicateQuoteDto, EditQuoteDto } from './quotes.dto.js';

/** Their record is the opportunity. */
const quote = { quoteId: idSchema<QuoteId>() };

@ApiTags('quotes')
@Controller('v1/opportunities/:id/quotes')
export class QuotesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a quote, with lines or without (QUO-01)', { creates: true, more: quote })
  create(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { occurredAt: _, ...body }: CreateQuoteDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      new CreateQuote({ ...body, opportunityId, quoteId: request.idFor<QuoteId>('quote') }, request.context),
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
    return this.commands.execute(new EditQuote({ ...body, opportunityId, quoteId }, request.context));
  }

  @Post(':quoteId/lines')
  @CommandRoute('Add, change and remove lines, all together or none (QUO-09, QUO-11)', {
    more: quote,
    dryRun: LinesDryRun,
  })
  changeLines(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() { occurredAt: _, ...body }: ChangeLinesDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new ChangeQuoteLines({ ...body, opportunityId, quoteId }, request.context));
  }

  @Post(':quoteId/activate')
  @CommandRoute('Make it the active quote; the former one becomes inactive (QUO-12)', { more: quote })
  activate(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new ActivateQuote({ opportunityId, quoteId }, request.context));
  }

  @Post(':quoteId/deactivate')
  @CommandRoute('Make it inactive (QUO-12)', { more: quote })
  deactivate(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new DeactivateQuote({ opportunityId, quoteId }, request.context));
  }

  @Delete(':quoteId')
  @CommandRoute('Delete an inactive quote (QUO-15)', { more: quote })
  delete(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new DeleteQuote({ opportunityId, quoteId }, request.context));
  }

  @Post(':quoteId/duplicate')
  @CommandRoute('Make a copy, whose lines keep their origin (QUO-13)', { creates: true, more: quote })
  duplicate(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('quoteId') quoteId: QuoteId,
    @Body() { name }: DuplicateQuoteDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      new DuplicateQuote(
        { opportunityId, quoteId, name, newQuoteId: request.idFor<QuoteId>('quote') },
        request.context,
      ),
    );
  }
}
