import {
  productCode,
  uniqueValue,
  uniqueValueIdOf,
  type ReleaseValue,
} from '../../catalogue/unique-value/unique-value.js';
import type { CommandContext } from '../../commands/command-context.js';
import type { CommandExecutor } from '../../commands/command-executor.js';
import type { EventLog } from '../../event-log/event-log.js';
import { KeyedMutex } from '../../kernel/keyed-mutex.js';
import { millisOf, type Clock } from '../../kernel/dates.js';
import { isDomainError } from '../../kernel/domain-error.js';
import { newId, type CommandId, type ProductId, type UniqueValueId } from '../../kernel/ids.js';
import type { ClaimedWork } from '../commands/aggregate-commands.js';
import { aggregates } from '../register/aggregates.js';

const staleAfterMillis = 60_000;

/** PRD-01: a product code is one product's. It is reserved before the product takes it, and released when it has another. */
export class ProductCodes {
  /** From the reservation until the product has the code nobody else looks at it, so that no clock can make it look stale. */
  private readonly mutex = new KeyedMutex();

  constructor(
    private readonly executor: CommandExecutor,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Does the work by which the product gets the code, with the code reserved; work that is refused keeps no code. A reservation older
   * than a minute whose product does not have the code was left by a command that never came to its end, and is taken over.
   * @throws DomainError `value-taken` with the holder's id
   */
  claimed<T>(code: string, holder: ProductId, context: CommandContext, work: ClaimedWork<T>): Promise<T> {
    const uniqueValueId = uniqueValueIdOf(productCode, code);
    return this.mutex.take(uniqueValueId, async () => {
      const earlier = await work.before();
      if (earlier !== undefined) return earlier;
      await this.reserve(code, holder, context);
      try {
        return await work.execute();
      } catch (error) {
        if (isDomainError(error))
          await this.releaseUnlessTaken({ type: 'ReleaseValue', uniqueValueId, holder }, context);
        throw error;
      }
    });
  }

  /** Carries out a process's command, unless the product has taken the code again since. */
  released(command: ReleaseValue, context: CommandContext): Promise<void> {
    return this.mutex.take(command.uniqueValueId, () => this.releaseUnlessTaken(command, context));
  }

  private async reserve(code: string, holder: ProductId, context: CommandContext): Promise<void> {
    try {
      await this.run(code, holder, context);
    } catch (error) {
      const stale = await this.staleReservation(error, code);
      if (stale === undefined) throw error;
      await this.run(code, holder, context, stale);
    }
  }

  private run(code: string, holder: ProductId, context: CommandContext, takeOverFrom?: CommandId): Promise<unknown> {
    const { commandId } = context;
    const value = { uniqueValueId: uniqueValueIdOf(productCode, code), kind: productCode, value: code };
    const command = { type: 'ReserveValue', ...value, holder, commandId, takeOverFrom } as const;
    return this.executor.execute(uniqueValue, command, anew(context));
  }

  private async releaseUnlessTaken(command: ReleaseValue, context: CommandContext): Promise<void> {
    if (await this.has(command.holder, command.uniqueValueId)) return;
    await this.executor.execute(uniqueValue, command, anew(context));
  }

  private async has(productId: string, uniqueValueId: UniqueValueId): Promise<boolean> {
    const product = (await this.executor.load(aggregates.product, productId)).state.record;
    return product !== null && uniqueValueIdOf(productCode, product.code) === uniqueValueId;
  }

  private async staleReservation(error: unknown, code: string): Promise<CommandId | undefined> {
    if (!isDomainError(error) || error.code !== 'value-taken') return undefined;
    const uniqueValueId = uniqueValueIdOf(productCode, code);
    const { state } = await this.executor.load(uniqueValue, uniqueValueId);
    if (state === null) return undefined;
    const reserved = (await this.log.read(`${uniqueValue.category}-${uniqueValueId}`)).at(-1);
    if (reserved === undefined || (await this.has(state.holder, uniqueValueId))) return undefined;
    const age = millisOf(this.clock.now()) - millisOf(reserved.recordedAt);
    return age > staleAfterMillis ? state.commandId : undefined;
  }
}

/** Who has the value counts, not who had it when the same command was tried before: it may have gone to another since. */
const anew = (context: CommandContext): CommandContext => ({ ...context, commandId: newId<CommandId>() });
