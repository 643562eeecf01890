import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AccountRelations, RecordsOf, RelationsOfAccount } from '../../../libs/application/records/related.js';
import { TimelineOfAccount } from '../../../libs/application/timeline/timeline-queries.js';
import type { AccountId } from '../../../libs/kernel/ids.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { leads } from '../../../projections/leads/leads.read-model.js';
import { contacts } from '../../../projections/people/contacts.read-model.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { Answers } from '../http/answers.js';
import { pageOf } from '../../../libs/application/records/answers.js';
import { TimelineEntry } from '../../../libs/application/timeline/entries.js';
import { IdParam } from '../http/path.js';
import { ListDto } from '../records/list.dto.js';
import { listSchema } from '../records/row-documentation.js';

/** What belongs to one account. */
@Controller('v1/accounts/:id')
export class AccountRelatedController {
  constructor(private readonly queries: QueryBus) {}

  @Get('contracts')
  @ApiTags('contracts')
  @ApiOperation({ summary: 'The contracts of an account (CON-12, ACC-33)' })
  @Answers(listSchema(contracts), 'A page.')
  contracts(@IdParam('id') accountId: AccountId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(
      new RecordsOf({ ...query, viewer, model: contracts, subject: { kind: 'account', id: accountId } }),
    );
  }

  @Get('contacts')
  @ApiTags('contacts')
  @ApiOperation({ summary: 'The people of an account: who works there, and who has (ACC-26)' })
  @Answers(listSchema(contacts), 'A page.')
  contacts(@IdParam('id') accountId: AccountId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(
      new RecordsOf({ ...query, viewer, model: contacts, subject: { kind: 'account', id: accountId } }),
    );
  }

  @Get('leads')
  @ApiTags('leads')
  @ApiOperation({ summary: 'The leads of an account (LEAD-10)' })
  @Answers(listSchema(leads), 'A page.')
  leads(@IdParam('id') accountId: AccountId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(
      new RecordsOf({ ...query, viewer, model: leads, subject: { kind: 'account', id: accountId } }),
    );
  }

  @Get('relations')
  @ApiTags('accounts')
  @ApiOperation({ summary: 'The account above and the accounts below (ACC-19, ACC-32)' })
  @Answers(AccountRelations)
  relations(@IdParam('id') accountId: AccountId, @Query() query: AsOfDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new RelationsOfAccount({ ...query, viewer, accountId }));
  }

  @Get('timeline')
  @ApiTags('timeline')
  @ApiOperation({
    summary: 'Everything on the account, its sub-accounts and their opportunities over the whole history (ACT-07)',
  })
  @Answers(pageOf(TimelineEntry), 'A page.')
  timeline(@IdParam('id') accountId: AccountId, @Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new TimelineOfAccount({ ...query, viewer, accountId }));
  }
}
