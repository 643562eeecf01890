import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { SalesSettings } from '../../organisation/sales-settings/sales-settings.js';
import { Lookups } from '../lookups/lookups.js';
import { QuestionOf, type Question } from '../records/question.js';

/** How the organisation sells now: the same for every viewer. */
export class GetSalesSettings extends QuestionOf<Question, SalesSettings> {}

@QueryHandler(GetSalesSettings)
export class GetSalesSettingsHandler implements IQueryHandler<GetSalesSettings> {
  constructor(private readonly executor: CommandExecutor) {}

  execute(): Promise<SalesSettings> {
    return new Lookups(this.executor).salesSettings();
  }
}
