import { Body, Controller, Get, Patch } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { salesSettingsId } from '../../../libs/organisation/sales-settings/sales-settings.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { Flag } from '../http/fields.js';
import { CommandRoute } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { Tidemark } from '../tidemark.js';

class SalesSettingsDto extends CommandDto {
  @Flag({ description: 'SET-08: with it, selling needs an active quote.' })
  usePriceBookItems!: boolean;
}

@ApiTags('settings')
@Controller('v1/settings/sales')
export class SettingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly tidemark: Tidemark,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How the organisation sells' })
  get() {
    return this.tidemark.facts.salesSettings();
  }

  @Patch()
  @CommandRoute('Change how the organisation sells (decision 2)')
  change(@Body() { usePriceBookItems }: SalesSettingsDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.salesSettings, salesSettingsId, request.context, () => ({
        type: 'ChangeSalesSettings',
        usePriceBookItems,
      })),
    );
  }
}
