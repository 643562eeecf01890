import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import Type, { type Static } from 'typebox';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { ProjectId } from '../../kernel/ids.js';
import { SalesSettings } from '../../organisation/sales-settings/sales-settings.events.js';
import { salesSettings, salesSettingsId } from '../../organisation/sales-settings/sales-settings.js';
import { everything } from '../../read-store/read-store.js';
import { salesSettingsRows } from '../../../projections/organisation/sales-settings.read-model.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo } from '../commands/command.js';
import { Lookups } from '../lookups/lookups.js';
import { instantsOfPast } from '../records/answers.js';
import { asOfShown } from '../records/as-of.js';
import { QuestionOf, type Question } from '../records/question.js';
import { Reading } from '../records/reading.js';
import { settingAt } from '../records/rows-at.js';
import { aggregates } from '../register/aggregates.js';

/** Null clears; what is absent stays. */
export class ChangeSalesSettings extends AggregateCommand<{
  readonly usePriceBookItems?: boolean | undefined;
  readonly campaignProjectId?: ProjectId | null | undefined;
}> {}

@CommandHandler(ChangeSalesSettings)
export class ChangeSalesSettingsHandler implements ICommandHandler<ChangeSalesSettings> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: ChangeSalesSettings) {
    const outcome = await this.commands.prepare(aggregates.salesSettings, salesSettingsId, context, async (lookups) => {
      await lookups.check({ projectId: data.campaignProjectId });
      return { type: 'ChangeSalesSettings', ...data };
    });
    return answerTo(outcome);
  }
}

/** With the instants of an answer about the past. */
export const SalesSettingsAnswer = Type.Object({
  usePriceBookItems: SalesSettings.properties.usePriceBookItems,
  campaignProjectId: Nullable(SalesSettings.properties.campaignProjectId),
  ...instantsOfPast,
});
type SettingsAnswer = Static<typeof SalesSettingsAnswer>;

/** How the organisation sells, now or then: the same for every viewer. */
export class GetSalesSettings extends QuestionOf<Question, SettingsAnswer> {}

@QueryHandler(GetSalesSettings)
export class GetSalesSettingsHandler implements IQueryHandler<GetSalesSettings> {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly reading: Reading,
  ) {}

  async execute({ asked }: GetSalesSettings): Promise<SettingsAnswer> {
    if (asked.asOf === undefined && asked.knownAt === undefined) {
      await this.reading.notBefore(asked);
      return shown(await new Lookups(this.executor).salesSettings());
    }
    return this.reading.answer(asked, async ({ store, at }) => {
      const row = await settingAt(store, salesSettingsRows, salesSettingsId, at, everything);
      return { ...shown(row ?? salesSettings.initialState), ...asOfShown(at) };
    });
  }
}

const shown = ({
  usePriceBookItems,
  campaignProjectId = null,
}: {
  readonly usePriceBookItems: boolean;
  readonly campaignProjectId?: ProjectId | null | undefined;
}) => ({ usePriceBookItems, campaignProjectId });
