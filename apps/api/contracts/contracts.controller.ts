import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { RegisterContract } from '../../../libs/contracts/contract/contract.commands.js';
import { DomainError } from '../../../libs/kernel/domain-error.js';
import type { ContractId } from '../../../libs/kernel/ids.js';
import { crmProjectId } from '../../../libs/organisation/project/project.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import type { Lookups } from '../commands/facts.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { discountFrom } from '../sales/new-lines.js';
import { AmendContractDto, CancelContractDto, RegisterContractDto } from './contracts.dto.js';

@ApiTags('contracts')
@Controller('v1/contracts')
export class ContractsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Register a running contract by hand (decision 16); sales make theirs themselves', { creates: true })
  register(@Body() body: RegisterContractDto, @Request() request: CommandRequest) {
    const contractId = request.idFor<ContractId>('contract');
    return this.commands.execute(
      Execute.on(aggregates.contract, contractId, request.context, (facts) => registration(body, contractId, facts)),
    );
  }

  @Post(':id/amend')
  @CommandRoute('Change a running contract (CON-07)')
  amend(
    @IdParam('id') contractId: ContractId,
    @Body() { occurredAt: _, ...body }: AmendContractDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.contract, contractId, request.context, async (facts) => {
        await facts.check(body);
        return {
          type: 'AmendContract',
          ...body,
          contractId,
          effectiveOn: body.effectiveOn ?? request.happenedOn(),
          ownerId: body.ownerId,
          discount: body.discount && discountFrom(body.discount),
          startsOn: body.startsOn,
          endsOn: body.endsOn,
        };
      }),
    );
  }

  @Post(':id/cancel')
  @CommandRoute('Cancel a contract')
  cancel(
    @IdParam('id') contractId: ContractId,
    @Body() { reasonCode, effectiveOn }: CancelContractDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.contract, contractId, request.context, () => ({
        type: 'CancelContract',
        contractId,
        reasonCode,
        effectiveOn: effectiveOn ?? request.happenedOn(),
      })),
    );
  }
}

async function registration(
  body: RegisterContractDto,
  contractId: ContractId,
  facts: Lookups,
): Promise<RegisterContract> {
  await facts.check(body);
  const account = await facts.buyer(body.accountId);
  const product = body.productId === undefined ? undefined : await facts.product(body.productId);
  const categoryId = product?.categoryId ?? body.categoryId;
  if (categoryId === undefined) {
    throw new DomainError(
      'line-needs-category',
      'A contract without a productId needs a categoryId, which says of what type it is.',
    );
  }
  const { name, contractType, kind } = await facts.category(categoryId);
  return {
    type: 'RegisterContract',
    contractId,
    number: body.number,
    origin: { kind: 'manual', ref: body.originRef ?? contractId },
    account,
    projectId: body.projectId ?? crmProjectId,
    ownerId: body.ownerId,
    product: product && body.productId && { id: body.productId, code: product.code, name: product.name },
    name: body.name ?? product?.name ?? name,
    category: { id: categoryId, name, contractType, kind },
    quantity: body.quantity,
    unit: body.unit ?? 'piece',
    unitPrice: body.unitPrice,
    currency: body.currency,
    discount: body.discount && discountFrom(body.discount),
    per: body.per ?? 'once',
    term: body.term,
    soldOn: body.soldOn,
    startsOn: body.startsOn,
    endsOn: body.endsOn,
    references: body.references ?? [],
  };
}
