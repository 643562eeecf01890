import { ValueReserved } from '../../catalogue/unique-value/unique-value.events.js';
import {
  productCode,
  uniqueValue,
  uniqueValueIdOf,
  type ReserveValue,
} from '../../catalogue/unique-value/unique-value.js';
import type { CommandContext } from '../../commands/command-context.js';
import type { CommandExecutor } from '../../commands/command-executor.js';
import type { EventLog } from '../../event-log/event-log.js';
import { KeyedMutex } from '../../kernel/keyed-mutex.js';
import { millisOf, type Clock } from '../../kernel/dates.js';
import { isDomainError } from '../../kernel/domain-error.js';
import { isEvent } from '../../kernel/events.js';
import { newId, type CommandId, type ProductId, type UniqueValueId } from '../../kernel/ids.js';
import type { ClaimedWork } from '../commands/aggregate-commands.js';
import { aggregates } from '../register/aggregates.js';

const staleAfterMillis = 60_000;

interface Claim {
  readonly uniqueValueId: UniqueValueId;
  readonly code: string;
  readonly holder: ProductId;
  readonly context: CommandContext;
}

interface Reservation {
  readonly id: CommandId;
  /** Whether another claim of the same product may rely on it. */
  readonly renewed: boolean;
}

/** PRD-01: a product code is one product's. It is reserved before the product takes it, and released when it has another. */
export class ProductCodes {
  /** In this process nobody looks at a reservation until the product has the code, so that no clock can make it look stale. */
  private readonly mutex = new KeyedMutex();

  constructor(
    private readonly executor: CommandExecutor,
    private readonly log: EventLog,
    private readonly clock: Clock,
    /** Resolves when every code that was taken before this process started is reserved as codes are compared now (ADR 34). */
    private readonly kept: () => Promise<void>,
  ) {}

  /**
   * Does the work by which the product gets the code, with the code reserved; work that is refused keeps no code. A reservation older
   * than a minute whose product does not have the code was left by a command that never came to its end, and is taken over: in
   * another process a claim must be done within that minute.
   * @throws DomainError `value-taken` with the holder's id
   */
  async claimed<T>(code: string, holder: ProductId, context: CommandContext, work: ClaimedWork<T>): Promise<T> {
    await this.kept();
    // A reservation is made now, whenever its product takes the code: the times of those that had it before are not the product's.
    const { occurred: _, ...now } = context;
    const claim = { uniqueValueId: uniqueValueIdOf(productCode, code), code, holder, context: now };
    return this.mutex.take(claim.uniqueValueId, async () => {
      const earlier = await work.before();
      if (earlier !== undefined) return earlier;
      return (await this.whileHeld(claim, work)) ?? (await this.whileReserved(claim, work));
    });
  }

  /** Reserves the code for a product that took it before it was reserved here; does nothing where anybody ever reserved it. */
  async keep(claim: Omit<ReserveValue, 'type'>, context: CommandContext): Promise<void> {
    const { revision } = await this.executor.load(uniqueValue, claim.uniqueValueId);
    if (revision !== 'none') return;
    try {
      const command = { type: 'ReserveValue', ...claim } as const;
      await this.executor.execute(uniqueValue, command, { ...context, expectedRevision: 'none' });
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'revision-stale') throw error;
    }
  }

  /** The work of a product that has the code already: done at the revision at which it has it, or not at all. */
  private async whileHeld<T>({ uniqueValueId, holder }: Claim, work: ClaimedWork<T>): Promise<T | undefined> {
    if ((await this.executor.load(uniqueValue, uniqueValueId)).state?.holder !== holder) return undefined;
    const expectedRevision = await this.revisionWith(uniqueValueId, holder);
    if (expectedRevision === undefined) return undefined;
    try {
      return await work.execute({ expectedRevision });
    } catch (error) {
      if (isDomainError(error) && (error.code === 'revision-stale' || error.code === 'conflict')) return undefined;
      throw error;
    }
  }

  private async whileReserved<T>(claim: Claim, work: ClaimedWork<T>): Promise<T> {
    const { id, renewed } = await this.reserve(claim);
    try {
      return await work.execute({ causationId: id });
    } catch (error) {
      if (isDomainError(error) && !renewed) await this.release(claim, id);
      throw error;
    }
  }

  private async reserve(claim: Claim): Promise<Reservation> {
    try {
      return await this.run(claim);
    } catch (error) {
      const stale = await this.staleReservation(error, claim.uniqueValueId);
      if (stale === undefined) throw error;
      return await this.run(claim, stale);
    }
  }

  /** Who has the value now counts, not who had it when the same command was tried before: each try is a reservation of its own. */
  private async run(
    { uniqueValueId, code: value, holder, context }: Claim,
    takeOverFrom?: CommandId,
  ): Promise<Reservation> {
    const commandId = newId<CommandId>();
    const reservation = { uniqueValueId, kind: productCode, value, holder, commandId, takeOverFrom };
    const { events } = await this.executor.execute(
      uniqueValue,
      { type: 'ReserveValue', ...reservation },
      { ...context, commandId },
    );
    const renewed = events.some(
      (event) => isEvent(ValueReserved, event) && ![undefined, takeOverFrom].includes(event.data.replaces),
    );
    return { id: commandId, renewed };
  }

  private async release({ uniqueValueId, context }: Claim, reservation: CommandId): Promise<void> {
    const command = { type: 'ReleaseValue', uniqueValueId, reservation } as const;
    await this.executor.execute(uniqueValue, command, { ...context, commandId: newId<CommandId>() });
  }

  /** The revision of the product as it has the code; undefined when it does not. */
  private async revisionWith(uniqueValueId: UniqueValueId, productId: string): Promise<number | undefined> {
    const { state, revision } = await this.executor.load(aggregates.product, productId);
    if (state.record === null || revision === 'none') return undefined;
    return uniqueValueIdOf(productCode, state.record.code) === uniqueValueId ? revision : undefined;
  }

  private async staleReservation(error: unknown, uniqueValueId: UniqueValueId): Promise<CommandId | undefined> {
    if (!isDomainError(error) || error.code !== 'value-taken') return undefined;
    const reserved = (await this.log.read(`${uniqueValue.category}-${uniqueValueId}`)).at(-1);
    if (reserved === undefined || !isEvent(ValueReserved, reserved)) return undefined;
    if ((await this.revisionWith(uniqueValueId, reserved.data.holder)) !== undefined) return undefined;
    const age = millisOf(this.clock.now()) - millisOf(reserved.recordedAt);
    return age > staleAfterMillis ? reserved.data.commandId : undefined;
  }
}
