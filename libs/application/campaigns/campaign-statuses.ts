import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import Type, { type Static } from 'typebox';
import { CampaignStatus } from '../../campaigns/campaign-statuses/campaign-statuses.events.js';
import { campaignStatuses, campaignStatusesId } from '../../campaigns/campaign-statuses/campaign-statuses.js';
import type { AddCampaignStatus as AddToStream } from '../../campaigns/campaign-statuses/campaign-statuses.js';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { CampaignStatusId } from '../../kernel/ids.js';
import { everything } from '../../read-store/read-store.js';
import { campaignStatusesRows } from '../../../projections/campaigns/campaign-statuses.read-model.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, idFor } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { Lookups } from '../lookups/lookups.js';
import { instantsOfPast } from '../records/answers.js';
import { asOfShown } from '../records/as-of.js';
import { QuestionOf, type Question } from '../records/question.js';
import { Reading } from '../records/reading.js';
import { settingAt } from '../records/rows-at.js';
import { aggregates } from '../register/aggregates.js';

export class RenameCampaignStatus extends plainCommand(aggregates.campaignStatuses, 'RenameCampaignStatus') {}
export class RetireCampaignStatus extends plainCommand(aggregates.campaignStatuses, 'RetireCampaignStatus') {}

export class AddCampaignStatus extends AggregateCommand<Omit<AddToStream, 'type' | 'statusId'>> {}

@CommandHandler(AddCampaignStatus)
export class AddCampaignStatusHandler implements ICommandHandler<AddCampaignStatus> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: AddCampaignStatus) {
    const statusId = idFor<CampaignStatusId>(context, 'campaign status');
    const command = { type: 'AddCampaignStatus', ...data, statusId } as const;
    return answerTo(await this.commands.execute(aggregates.campaignStatuses, command, context), { statusId });
  }
}

/** With the instants of an answer about the past. */
export const CampaignStatusesAnswer = Type.Object({ statuses: Type.Array(CampaignStatus), ...instantsOfPast });
type StatusesAnswer = Readonly<Static<typeof CampaignStatusesAnswer>>;

/** SET-14: in their order, now or then: the same for every viewer. */
export class GetCampaignStatuses extends QuestionOf<Question, StatusesAnswer> {}

@QueryHandler(GetCampaignStatuses)
export class GetCampaignStatusesHandler implements IQueryHandler<GetCampaignStatuses> {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly reading: Reading,
  ) {}

  async execute({ asked }: GetCampaignStatuses): Promise<StatusesAnswer> {
    if (asked.asOf === undefined && asked.knownAt === undefined) {
      await this.reading.notBefore(asked);
      return { statuses: [...(await new Lookups(this.executor).campaignStatuses())] };
    }
    return this.reading.answer(asked, async ({ store, at }) => {
      const row = await settingAt(store, campaignStatusesRows, campaignStatusesId, at, everything);
      const { statuses } = row ?? campaignStatuses.initialState;
      return { statuses: [...statuses], ...asOfShown(at) };
    });
  }
}
