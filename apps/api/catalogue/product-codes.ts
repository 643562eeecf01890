import { productCode, uniqueValue, uniqueValueIdOf } from '../../../libs/catalogue/unique-value/unique-value.js';
import type { CommandContext } from '../../../libs/event-log/command-context.js';
import type { CommandExecutor } from '../../../libs/event-log/command-executor.js';
import type { EventLog } from '../../../libs/event-log/event-log.js';
import { millisOf, type Clock } from '../../../libs/kernel/dates.js';
import { isDomainError } from '../../../libs/kernel/domain-error.js';
import type { CommandId, ProductId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';

const staleAfterMillis = 60_000;

/** PRD-01: a product code is one product's. It is reserved before the product takes it. */
export class ProductCodes {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Reserves the code; a reservation older than a minute whose product does not have the code was left by a command that never
   * came to its end, and is taken over. @throws DomainError `value-taken` with the holder's id
   */
  async reserve(code: string, holder: ProductId, context: CommandContext): Promise<void> {
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
    return this.executor.execute(
      uniqueValue,
      { type: 'ReserveValue', ...value, holder, commandId, takeOverFrom },
      context,
    );
  }

  private async staleReservation(error: unknown, code: string): Promise<CommandId | undefined> {
    if (!isDomainError(error) || error.code !== 'value-taken') return undefined;
    const uniqueValueId = uniqueValueIdOf(productCode, code);
    const { state } = await this.executor.load(uniqueValue, uniqueValueId);
    if (state === null) return undefined;
    const product = (await this.executor.load(aggregates.product, state.holder)).state.record;
    const reserved = (await this.log.read(`${uniqueValue.category}-${uniqueValueId}`)).at(-1);
    if (product?.code === code || reserved === undefined) return undefined;
    const age = millisOf(this.clock.now()) - millisOf(reserved.recordedAt);
    return age > staleAfterMillis ? state.commandId : undefined;
  }
}
