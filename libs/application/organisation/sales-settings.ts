import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { SalesSettings } from '../../organisation/sales-settings/sales-settings.js';
import { Lookups } from '../lookups/lookups.js';

/** How the organisation sells now. */
export class GetSalesSettings extends Query<SalesSettings> {}

@QueryHandler(GetSalesSettings)
export class GetSalesSettingsHandler implements IQueryHandler<GetSalesSettings> {
  constructor(private readonly executor: CommandExecutor) {}

  execute(): Promise<SalesSettings> {
    return new Lookups(this.executor).salesSettings();
  }
}
