import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CreateAccount } from '../../accounts/account/account.commands.js';
import { rejecting } from '../../kernel/domain-error.js';
import type { AccountId, ContactId, EmploymentId, LeadId, OpportunityId, StageId } from '../../kernel/ids.js';
import type { NewOpportunity, QualifiedAccount } from '../../leads/lead/lead.commands.js';
import { leadRefusals } from '../../leads/lead/lead.state.js';
import type { CreateContact } from '../../people/contact/contact.commands.js';
import { qualifiedLeadBecomesOpportunity } from '../../processes/qualified-lead-becomes-opportunity.js';
import type { OpenOpportunity } from '../../sales/opportunity/opportunity.commands.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope, idFor } from '../commands/command.js';
import { reactAtOnce } from '../commands/react-at-once.js';
import { aggregates } from '../register/aggregates.js';

const reject = rejecting(leadRefusals);

/** In the first open stage of the pipeline unless another one is named; of one account that there is, or of a new one. */
export class QualifyLead extends AggregateCommand<{
  readonly leadId: LeadId;
  readonly opportunity: Omit<NewOpportunity, 'stageId' | 'category'> & { readonly stageId?: StageId | undefined };
  readonly accountId?: AccountId | undefined;
  readonly newAccount?: Required<Pick<QualifiedAccount, 'accountType'>> & Pick<QualifiedAccount, 'name'>;
  readonly newContact?: boolean | undefined;
}> {}

@CommandHandler(QualifyLead)
export class QualifyLeadHandler implements ICommandHandler<QualifyLead> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: QualifyLead) {
    const { leadId, opportunity, accountId, newAccount } = data;
    if (accountId !== undefined && newAccount !== undefined)
      reject('qualification-of-two-accounts', 'Give either accountId or newAccount: an opportunity is of one account.');
    const made = {
      accountId: idFor<AccountId>(context, 'account'),
      opportunityId: idFor<OpportunityId>(context, 'opportunity'),
    };
    const contact = {
      contactId: idFor<ContactId>(context, 'contact'),
      employmentId: idFor<EmploymentId>(context, 'employment'),
    };
    const outcome = await this.commands.prepare(aggregates.lead, leadId, context, async (lookups) => {
      const { pipelineId, stageId } = opportunity;
      const given = newAccount ? undefined : (accountId ?? (await lookups.targetLead(leadId)).accountId ?? undefined);
      const [stage, personId] = await Promise.all([
        stageId ? lookups.stage(pipelineId, stageId) : lookups.firstStage(pipelineId, 'open'),
        lookups.personOf(given),
        lookups.check(opportunity),
        lookups.checkOrigin(opportunity, aggregates.lead, leadId),
      ]);
      return {
        type: 'QualifyLead',
        leadId,
        opportunityId: made.opportunityId,
        opportunity: { ...opportunity, stageId: stage.stageId, category: stage.category },
        account: newAccount ? { accountId: made.accountId, ...newAccount } : given && { accountId: given, personId },
        contact: data.newContact === true ? contact : undefined,
      };
    });
    // What is made is durable or will be: the process goes on where this is cut off.
    await context.batch?.commit();
    await reactAtOnce(qualifiedLeadBecomesOpportunity, outcome.events, (command, envelope) =>
      this.make(command, envelope),
    );
    const { qualified } = outcome.state.state ?? {};
    return answerTo(outcome, {
      opportunityId: qualified?.opportunityId ?? null,
      accountId: qualified?.account?.accountId ?? null,
      contactId: qualified?.contact?.contactId ?? null,
    });
  }

  /** All that these name was just looked up. */
  private make(command: CreateAccount | CreateContact | OpenOpportunity, envelope: Envelope): Promise<unknown> {
    switch (command.type) {
      case 'CreateAccount':
        return this.commands.execute(aggregates.account, command, envelope);
      case 'CreateContact':
        return this.commands.execute(aggregates.contact, command, envelope);
      case 'OpenOpportunity':
        return this.commands.execute(aggregates.opportunity, command, envelope);
    }
  }
}
