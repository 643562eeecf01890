import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type * as domain from '../../contracts/contract/contract.commands.js';
import type { DateOnly } from '../../kernel/dates.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { AccountId, CategoryId, ContractId, ProductId, ProjectId } from '../../kernel/ids.js';
import { crmProjectId } from '../../organisation/project/project.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import type { Lookups } from '../lookups/lookups.js';
import { aggregates } from '../register/aggregates.js';
import { discountFrom, type GivenDiscount } from '../sales/discount.js';
import { BusinessTime } from '../settings/business-time.js';

/** Decision 3: what a sale does to a contract; sent by the process that follows sales. */
export class ApplySale extends plainCommand(aggregates.contract, 'ApplySale') {}

/** Decision 16: of a product, or of a category for a contract without one. */
export class RegisterContract extends AggregateCommand<
  Omit<
    domain.RegisterContract,
    'type' | 'origin' | 'account' | 'projectId' | 'product' | 'name' | 'category' | 'unit' | 'discount' | 'per'
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
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: RegisterContract) {
    const outcome = await this.commands.prepare(aggregates.contract, data.contractId, context, (lookups) =>
      registration(data, lookups),
    );
    return answerTo(outcome);
  }
}

/** Without `effectiveOn`: on the date it happened. */
export class AmendContract extends AggregateCommand<
  Omit<domain.AmendContract, 'type' | 'effectiveOn' | 'discount'> & {
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
    const { contractId, ownerId, discount, effectiveOn = this.time.happenedOn(context) } = data;
    const outcome = await this.commands.prepare(aggregates.contract, contractId, context, async (lookups) => {
      await lookups.check({ ownerId });
      return { type: 'AmendContract', ...data, effectiveOn, discount: discount && discountFrom(discount) };
    });
    return answerTo(outcome);
  }
}

/** Without `effectiveOn`: on the date it happened. */
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
    const { contractId, reasonCode, effectiveOn = this.time.happenedOn(context) } = data;
    const command = { type: 'CancelContract', contractId, reasonCode, effectiveOn } as const;
    return answerTo(await this.commands.execute(aggregates.contract, command, context));
  }
}

async function registration(
  { accountId, productId, originRef, categoryId: ofNoProduct, ...data }: RegisterContract['data'],
  lookups: Lookups,
): Promise<domain.RegisterContract> {
  const { contractId } = data;
  const [account, product] = await Promise.all([
    lookups.buyer(accountId),
    productId === undefined ? undefined : lookups.product(productId),
    lookups.check(data),
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
    origin: { kind: 'manual', ref: originRef ?? contractId },
    account,
    projectId: data.projectId ?? crmProjectId,
    product: product && productId && { id: productId, code: product.code, name: product.name },
    name: data.name ?? product?.name ?? name,
    category: { id: categoryId, name, contractType, kind },
    unit: data.unit ?? 'piece',
    discount: data.discount && discountFrom(data.discount),
    per: data.per ?? 'once',
  };
}
