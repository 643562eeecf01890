import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type * as domain from '../../contracts/contract/contract.commands.js';
import { CommandExecutor } from '../../commands/command-executor.js';
import type * as sales from '../../contracts/sale/sale.js';
import type { DateOnly } from '../../kernel/dates.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { AccountId, CategoryId, ContractId, ProductId, ProjectId } from '../../kernel/ids.js';
import { crmProjectId } from '../../organisation/project/project.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import type { Lookups } from '../lookups/lookups.js';
import { aggregates } from '../register/aggregates.js';
import { lineProduct } from '../sales/line-product.js';
import { discountFrom, type GivenDiscount } from '../sales/discount.js';
import { BusinessTime } from '../settings/business-time.js';

/** Decision 3: what a sale does to a contract; sent by the process that follows sales. */
export class ApplySale extends AggregateCommand<domain.ApplySale> {}

@CommandHandler(ApplySale)
export class ApplySaleHandler implements ICommandHandler<ApplySale> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: ApplySale) {
    const command = { ...data, happenedOn: this.time.happenedOn(context) };
    return answerTo(await this.commands.execute(aggregates.contract, command, context));
  }
}

/** ADR 47: all that a sale does to contracts is done; sent by the same process. */
export class CompleteSale extends AggregateCommand<Omit<sales.CompleteSale, 'type'>, void> {}

@CommandHandler(CompleteSale)
export class CompleteSaleHandler implements ICommandHandler<CompleteSale> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ data, context }: CompleteSale): Promise<void> {
    await this.executor.execute(aggregates.sale, { type: 'CompleteSale', ...data }, context);
  }
}

/** ADR 38: the date has come; sent by the process that waits for it. */
export class TakeEffect extends plainCommand(aggregates.contract, 'TakeEffect') {}

/** Decision 16: of a product, or of a category for a contract without one. */
export class RegisterContract extends AggregateCommand<
  Omit<
    domain.RegisterContract,
    | 'type'
    | 'happenedOn'
    | 'origin'
    | 'account'
    | 'projectId'
    | 'product'
    | 'name'
    | 'category'
    | 'unit'
    | 'discount'
    | 'per'
  > & {
    readonly accountId: AccountId;
    readonly productId?: ProductId | undefined;
    readonly categoryId?: CategoryId | undefined;
    /** The other system's key. */
    readonly originRef?: string | undefined;
    readonly projectId?: ProjectId | undefined;
    readonly name?: string | undefined;
    readonly unit?: string | undefined;
    readonly discount?: GivenDiscount | undefined;
    readonly per?: domain.RegisterContract['per'] | undefined;
  }
> {}

@CommandHandler(RegisterContract)
export class RegisterContractHandler implements ICommandHandler<RegisterContract> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: RegisterContract) {
    const happenedOn = this.time.happenedOn(context);
    const outcome = await this.commands.prepare(aggregates.contract, data.contractId, context, (lookups) =>
      registration(data, happenedOn, lookups.asOf(this.time.settingsAt(context, data.soldOn))),
    );
    return answerTo(outcome);
  }
}

/** Without `effectiveOn`: on the date it happened; with a later one it is scheduled (ADR 38). */
export class AmendContract extends AggregateCommand<
  Omit<domain.AmendContract, 'type' | 'happenedOn' | 'effectiveOn' | 'discount'> & {
    readonly effectiveOn?: DateOnly | undefined;
    readonly discount?: GivenDiscount | null | undefined;
  }
> {}

@CommandHandler(AmendContract)
export class AmendContractHandler implements ICommandHandler<AmendContract> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: AmendContract) {
    const happenedOn = this.time.happenedOn(context);
    const { contractId, ownerId, discount, effectiveOn = happenedOn } = data;
    const outcome = await this.commands.prepare(aggregates.contract, contractId, context, async (lookups) => {
      await lookups.check({ ownerId });
      return { type: 'AmendContract', ...data, happenedOn, effectiveOn, discount: discount && discountFrom(discount) };
    });
    return answerTo(outcome);
  }
}

/** Without `effectiveOn`: on the date it happened; with a later one it is scheduled (ADR 38). */
export class CancelContract extends AggregateCommand<{
  readonly contractId: ContractId;
  readonly reasonCode: string;
  readonly effectiveOn?: DateOnly | undefined;
}> {}

@CommandHandler(CancelContract)
export class CancelContractHandler implements ICommandHandler<CancelContract> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: CancelContract) {
    const happenedOn = this.time.happenedOn(context);
    const { contractId, reasonCode, effectiveOn = happenedOn } = data;
    const command = { type: 'CancelContract', contractId, reasonCode, effectiveOn, happenedOn } as const;
    return answerTo(await this.commands.execute(aggregates.contract, command, context));
  }
}

/** The contract's name in another system comes or goes: delivery writes its own id back. */
export class NameContract extends AggregateCommand<Omit<domain.NameContract, 'happenedOn'>> {}

@CommandHandler(NameContract)
export class NameContractHandler implements ICommandHandler<NameContract> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: NameContract) {
    const command = { ...data, happenedOn: this.time.happenedOn(context) };
    return answerTo(await this.commands.execute(aggregates.contract, command, context));
  }
}

/** ADR 38: what was scheduled for a day does not come. */
export class WithdrawScheduledChange extends AggregateCommand<
  Omit<domain.WithdrawScheduledChange, 'type' | 'happenedOn'>
> {}

@CommandHandler(WithdrawScheduledChange)
export class WithdrawScheduledChangeHandler implements ICommandHandler<WithdrawScheduledChange> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: WithdrawScheduledChange) {
    const prepare = () => {
      // A time that is to come is refused as such, not for what will have taken effect by then.
      const happenedOn = this.time.dateOf(this.time.momentOf(context).since);
      return Promise.resolve({ type: 'WithdrawScheduledChange', ...data, happenedOn } as const);
    };
    return answerTo(await this.commands.prepare(aggregates.contract, data.contractId, context, prepare));
  }
}

async function registration(
  { accountId, productId, originRef, categoryId: ofNoProduct, ...data }: RegisterContract['data'],
  happenedOn: DateOnly,
  lookups: Lookups,
): Promise<domain.RegisterContract> {
  const { contractId } = data;
  const [account, product] = await Promise.all([
    lookups.buyer(accountId),
    productId === undefined ? undefined : lookups.product(productId),
    lookups.check(data),
    lookups.checkOrigin(data, aggregates.contract, contractId),
  ]);
  const categoryId = product?.categoryId ?? ofNoProduct;
  if (categoryId === undefined) {
    throw new DomainError(
      'line-needs-category',
      'A contract without a productId needs a categoryId, which says of what type it is.',
    );
  }
  const { name, contractType, kind } = await lookups.category(categoryId);
  return {
    type: 'RegisterContract',
    ...data,
    happenedOn,
    origin: { kind: 'manual', ref: originRef ?? contractId },
    account,
    projectId: data.projectId ?? crmProjectId,
    product: product && productId && lineProduct(productId, product),
    name: data.name ?? product?.name ?? name,
    category: { id: categoryId, name, contractType, kind },
    unit: data.unit ?? 'piece',
    discount: data.discount && discountFrom(data.discount),
    per: data.per ?? 'once',
  };
}
