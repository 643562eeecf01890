import { Inject } from '@nestjs/common';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import { parseDate, parseInstant, type Instant } from '../../kernel/dates.js';
import type { ApiKeyId } from '../../kernel/ids.js';
import type { Scope } from '../../organisation/api-key/api-key.events.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo } from '../commands/command.js';
import { newKeyOf } from '../keys/api-key-text.js';
import { KeyUse } from '../keys/key-use.js';
import { hashOf, KnownKeys } from '../keys/known-keys.js';
import { QuestionOf, type ListQuestion, type Question } from '../records/question.js';
import { GetRecord, GetRecordHandler, type FoundRecord } from '../records/record-queries.js';
import type { ResourcePage } from '../records/record-page.js';
import { Records } from '../records/records.js';
import { aggregates } from '../register/aggregates.js';
import { recordOf } from '../register/registered.js';
import type { Resource } from '../register/resource.js';
import { SETTINGS, type Settings } from '../settings/settings.js';

/** `expiresAt`: a date, to its end, or a time with its zone. */
export class IssueApiKey extends AggregateCommand<{
  readonly apiKeyId: ApiKeyId;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: string | undefined;
}> {}

@CommandHandler(IssueApiKey)
export class IssueApiKeyHandler implements ICommandHandler<IssueApiKey> {
  constructor(
    private readonly executor: CommandExecutor,
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async execute({ data, context: { batch, ...context } }: IssueApiKey) {
    await batch?.commit();
    const key = newKeyOf(data.apiKeyId);
    const hash = hashOf(key);
    const expiresAt = data.expiresAt === undefined ? undefined : this.endOf(data.expiresAt);
    const command = { type: 'IssueApiKey', ...data, hash, expiresAt, now: this.adapters.clock.now() } as const;
    // By the executor itself: where a repeat is refused nothing that was stored is compared aloud.
    const outcome = await this.executor.execute(aggregates.apiKey, command, context);
    return answerTo(outcome, outcome.state.state?.hash === hash ? { key } : givenBefore);
  }

  private endOf(text: string): Instant | undefined {
    const date = parseDate(text);
    return date === undefined ? parseInstant(text) : this.settings.calendar.endOf(date);
  }
}

/** What a repeat is answered: the key is kept nowhere. */
const givenBefore = {
  key: null,
  keyGiven:
    'The key was in the first answer to this command, and is kept nowhere. If it is lost, revoke this one and issue another.',
};

export class RevokeApiKey extends AggregateCommand<{ readonly apiKeyId: ApiKeyId }> {}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly keys: KnownKeys,
  ) {}

  async execute({ data, context }: RevokeApiKey) {
    const outcome = await this.commands.execute(aggregates.apiKey, { type: 'RevokeApiKey', ...data }, context);
    this.keys.forget();
    return answerTo(outcome);
  }
}

const model = recordOf(aggregates.apiKey);

/** Keys, now with their last uses; of the past these are not known. */
export class ListApiKeys extends QuestionOf<ListQuestion, ResourcePage> {}

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(
    private readonly records: Records,
    private readonly uses: KeyUse,
  ) {}

  async execute({ asked }: ListApiKeys): Promise<ResourcePage> {
    const page = await this.records.list({ ...asked, model });
    return isPast(asked) ? page : { ...page, items: await withLastUse(this.uses, page.items) };
  }
}

export class GetApiKey extends QuestionOf<Question & { readonly id: string }, FoundRecord> {}

@QueryHandler(GetApiKey)
export class GetApiKeyHandler implements IQueryHandler<GetApiKey> {
  constructor(
    private readonly one: GetRecordHandler,
    private readonly uses: KeyUse,
  ) {}

  async execute({ asked }: GetApiKey): Promise<FoundRecord> {
    const found = await this.one.execute(new GetRecord({ ...asked, model, aggregate: aggregates.apiKey }));
    if (isPast(asked)) return found;
    const [record = found.record] = await withLastUse(this.uses, [found.record]);
    return { ...found, record };
  }
}

const isPast = ({ asOf, knownAt }: Question): boolean => asOf !== undefined || knownAt !== undefined;

async function withLastUse(uses: KeyUse, keys: readonly Resource[]): Promise<readonly Resource[]> {
  const lastUses = await uses.of(keys.map(({ id }) => id));
  return keys.map((key) => ({ ...key, lastUsedAt: lastUses.get(key.id) ?? null }));
}
