import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { AccountId, OpportunityId, PriceBookId } from '../../../libs/kernel/ids.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { accountHierarchyRows } from '../../../projections/accounts/account-hierarchy.read-model.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { priceBookItems } from '../../../projections/catalogue/price-book-items.read-model.js';
import { quotes } from '../../../projections/quotes/quotes.read-model.js';
import { asOfFrom, asOfShown } from '../http/as-of.dto.js';
import { IdParam } from '../http/path.js';
import { allRows, rowsAt } from '../reports/rows-at.js';
import { Tidemark } from '../tidemark.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { ListDto, ListNowDto } from './list.dto.js';
import { toResource } from './resource.js';
import { waitForPosition } from './wait-for-position.js';
import { Records } from './records.js';

/** Lists that belong to one record. */
@Controller('v1')
export class RelatedController {
  private readonly records: Records;

  constructor(private readonly tidemark: Tidemark) {
    this.records = new Records(tidemark);
  }

  @Get('opportunities/:id/quotes')
  @ApiTags('quotes')
  @ApiOperation({ summary: 'The quotes of an opportunity with their lines (QUO-06)' })
  async quotes(@IdParam('id') id: OpportunityId, @Query() query: ListDto, @Req() { calendar }: FastifyRequest) {
    await this.tidemark.facts.everExisted.opportunity(id);
    return this.records.list(quotes, query, calendar, { opportunityId: { eq: id } });
  }

  @Get('opportunities/:id/contracts')
  @ApiTags('contracts')
  @ApiOperation({ summary: 'The contracts of an opportunity (SOLD-05)' })
  async contractsOfOpportunity(
    @IdParam('id') id: OpportunityId,
    @Query() query: ListDto,
    @Req() { calendar }: FastifyRequest,
  ) {
    await this.tidemark.facts.everExisted.opportunity(id);
    return this.records.list(contracts, query, calendar, { opportunityId: { eq: id } });
  }

  @Get('accounts/:id/contracts')
  @ApiTags('contracts')
  @ApiOperation({ summary: 'The contracts of an account (CON-12, ACC-33)' })
  async contractsOfAccount(@IdParam('id') id: AccountId, @Query() query: ListDto, @Req() { calendar }: FastifyRequest) {
    await this.tidemark.facts.everExisted.account(id);
    return this.records.list(contracts, query, calendar, { accountId: { eq: id } });
  }

  @Get('accounts/:id/relations')
  @ApiTags('accounts')
  @ApiOperation({ summary: 'The account above and the accounts below (ACC-19, ACC-32)' })
  async relations(@IdParam('id') id: AccountId, @Query() query: AsOfDto, @Req() { calendar }: FastifyRequest) {
    await waitForPosition(this.tidemark, query.notBefore);
    await this.tidemark.facts.targetAccount(id);
    const { store } = this.tidemark;
    const at = asOfFrom(query, calendar);
    const own = (await rowsAt(store, accountHierarchyRows, [id], at)).get(id);
    const below = await allRows(store, accountHierarchyRows, at, { parentId: { eq: id } });
    const rows = await rowsAt(
      store,
      accounts,
      below.map(({ _id }) => _id),
      at,
    );
    const subAccounts = await this.tidemark.open([...rows.values()]);
    return { ...asOfShown(at), parentId: own?.parentId ?? null, subAccounts: subAccounts.map(toResource) };
  }

  @Get('price-books/:id/prices')
  @ApiTags('catalogue')
  @ApiOperation({ summary: 'The prices in a price book, by product (PRD-05)' })
  async prices(@IdParam('id') id: PriceBookId, @Query() query: ListNowDto, @Req() { calendar }: FastifyRequest) {
    await this.tidemark.facts.everExisted.priceBook(id);
    return this.records.list(priceBookItems, query, calendar, { priceBookId: { eq: id } });
  }
}
