import { Body, Controller, Get, Patch, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  ChangeSalesSettings,
  GetSalesSettings,
  SalesSettingsAnswer,
} from '../../../libs/application/organisation/sales-settings.js';
import type { ProjectId } from '../../../libs/kernel/ids.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { Flag, IdField } from '../http/fields.js';
import { CommandRoute } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import Type from 'typebox';
import { resourceSchema } from '../../../libs/application/register/resource.js';
import { salesSettingsRows } from '../../../projections/organisation/sales-settings.read-model.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { Answers } from '../http/answers.js';

class SalesSettingsDto extends CommandDto {
  @Flag({ optional: true, description: 'SET-08: with it, selling needs an active quote.' })
  usePriceBookItems?: boolean;

  @IdField({ optional: true, clearable: true, description: 'SET-20: the project of campaigns that name none.' })
  campaignProjectId?: ProjectId | null;
}

/** Where they are still as delivered nothing was written, and there is no record. */
const changed = {
  position: Type.Optional(Type.String()),
  record: Nullable(resourceSchema(salesSettingsRows)),
};

@ApiTags('settings')
@Controller('v1/settings/sales')
export class SettingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How the organisation sells' })
  @Answers(SalesSettingsAnswer)
  get(@Query() query: AsOfDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new GetSalesSettings({ ...query, viewer }));
  }

  @Patch()
  @CommandRoute('Change how the organisation sells (decision 2, SET-20)', { more: changed })
  change(@Body() { occurredAt: _, ...body }: SalesSettingsDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ChangeSalesSettings(body, request.context));
  }
}
