import { Body, Controller, Get, Patch, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ChangeSalesSettings } from '../../../libs/application/organisation/organisation.commands.js';
import { GetSalesSettings } from '../../../libs/application/organisation/sales-settings.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { Flag } from '../http/fields.js';
import { CommandRoute } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';

class SalesSettingsDto extends CommandDto {
  @Flag({ description: 'SET-08: with it, selling needs an active quote.' })
  usePriceBookItems!: boolean;
}

@ApiTags('settings')
@Controller('v1/settings/sales')
export class SettingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How the organisation sells' })
  get(@Query() query: AsOfDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new GetSalesSettings({ ...query, viewer }));
  }

  @Patch()
  @CommandRoute('Change how the organisation sells (decision 2)')
  change(@Body() { usePriceBookItems }: SalesSettingsDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ChangeSalesSettings({ usePriceBookItems }, request.context));
  }
}
