import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import Type, { type Static } from 'typebox';
import { CommandExecutor } from '../../commands/command-executor.js';
import { salesSettings, salesSettingsId } from '../../organisation/sales-settings/sales-settings.js';
import { everything } from '../../read-store/read-store.js';
import { salesSettingsRows } from '../../../projections/organisation/sales-settings.read-model.js';
import { Lookups } from '../lookups/lookups.js';
import { instantsOfPast } from '../records/answers.js';
import { asOfShown } from '../records/as-of.js';
import { QuestionOf, type Question } from '../records/question.js';
import { Reading } from '../records/reading.js';
import { settingAt } from '../records/rows-at.js';

/** With the instants of an answer about the past. */
export const SalesSettingsAnswer = Type.Object({ usePriceBookItems: Type.Boolean(), ...instantsOfPast });
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
      return new Lookups(this.executor).salesSettings();
    }
    return this.reading.answer(asked, async ({ store, at }) => {
      const row = await settingAt(store, salesSettingsRows, salesSettingsId, at, everything);
      const { usePriceBookItems } = row ?? salesSettings.initialState;
      return { usePriceBookItems, ...asOfShown(at) };
    });
  }
}
