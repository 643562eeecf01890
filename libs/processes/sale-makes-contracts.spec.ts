import { contract } from '../contracts/contract/contract.js';
import { contractEvents } from '../contracts/contract/contract.events.js';
import type { ApplySale, ContractCommand } from '../contracts/contract/contract.commands.js';
import { SaleCompleted, saleEvents } from '../contracts/sale/sale.events.js';
import { sale, saleIdOf, type CompleteSale } from '../contracts/sale/sale.js';
import { CommandExecutor } from '../commands/command-executor.js';
import type { CommandContext } from '../commands/command-context.js';
import { pagesToEnd } from '../event-log/pages-to-end.js';
import { eventRegistry } from '../event-log/event-registry.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../sealing/memory-key-store.js';
import { Sealer } from '../sealing/sealer.js';
import { DomainError } from '../kernel/domain-error.js';
import { isEvent, type RecordedEvent } from '../kernel/events.js';
import type { ContractId, LineId } from '../kernel/ids.js';
import { derivedId } from '../kernel/ids.js';
import type { OpportunityCommand } from '../sales/opportunity/opportunity.commands.js';
import { opportunityEvents } from '../sales/opportunity/opportunity.events.js';
import { opportunity } from '../sales/opportunity/opportunity.js';
import { commandContext } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { progressStore } from '../testing/sales/process-fixture.js';
import {
  activateQuote,
  aurora,
  createQuote,
  idOf,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  sellCommand,
  sellingCommands,
  setUp,
  unlockCommand,
} from '../testing/sales/sales-examples.js';
import type { Execute } from './process.js';
import { ProcessRunner, type ProcessRunnerOptions } from './process-runner.js';
import { saleMakesContracts } from './sale-makes-contracts.js';

/** Opportunities and contracts on one log, with the process between them. */
function company() {
  const log = new MemoryEventLog(fixedClock());
  const registry = eventRegistry([...opportunityEvents, ...contractEvents, ...saleEvents]);
  const sealer = new Sealer(new MemoryKeyStore(), registry);
  const executor = new CommandExecutor({ log, registry, sealer, clock: fixedClock() });
  const kept = progressStore();
  const execute: Execute<ApplySale | CompleteSale> = ({ command }, context) =>
    command.type === 'CompleteSale'
      ? executor.execute(sale, command, context)
      : executor.execute(contract, command, context);
  const runner = (store = kept, change: Partial<ProcessRunnerOptions<ApplySale | CompleteSale>> = {}) =>
    new ProcessRunner({
      process: saleMakesContracts,
      log,
      store,
      execute,
      wait: () => Promise.resolve(),
      ...change,
    });
  const run = async (process: ReturnType<typeof runner>, parked = 0): Promise<void> => {
    await process.start();
    const head = await log.head();
    if (head !== undefined) await process.waitFor(head);
    await process.stop();
    expect(process.parked()).toHaveLength(parked);
  };
  const refuseIt = () => Promise.reject(new DomainError('refused', 'Not this one.'));
  const streamOf = (lineId: LineId) => `contract-${derivedId<ContractId>(opportunityId, lineId)}`;
  return {
    log,
    sales: async (commands: readonly OpportunityCommand[], change: Partial<CommandContext> = {}): Promise<void> => {
      for (const command of commands) await executor.execute(opportunity, command, commandContext(change));
    },
    onContract: (command: ContractCommand) => executor.execute(contract, command, commandContext()),
    /** Runs the process until nothing is left to do. */
    settled: (store = kept): Promise<void> => run(runner(store)),
    /** The same, with the contract of this line refused: what follows is parked. */
    settledWithout: async (lineId: LineId): Promise<void> => {
      const refused = derivedId<ContractId>(opportunityId, lineId);
      const process = runner(progressStore(), {
        execute: (to, context) => (to.target === refused ? refuseIt() : execute(to, context)),
      });
      await run(process, 1);
    },
    /** As the process ran before it told of whole sales. */
    settledAsBefore: async (): Promise<void> => {
      const { version: _, ...before } = saleMakesContracts;
      const react: typeof before.react = (event) =>
        before.react(event).filter(({ command }) => command.type !== 'CompleteSale');
      await run(runner(kept, { process: { ...before, react } }));
    },
    /** The types of the events of a line's contract. */
    contractOf: async (lineId: LineId) => (await log.read(streamOf(lineId))).map(({ type }) => type),
    /** All that delivery is told, in the order of the log. */
    told: async () => {
      const types = new Set([...contractEvents, ...saleEvents].map(({ type }) => type as string));
      const events: RecordedEvent[] = [];
      for await (const page of pagesToEnd(log)) events.push(...page.events);
      return events.filter(({ type }) => types.has(type));
    },
    lastOf: async (lineId: LineId) => (await log.read(streamOf(lineId))).at(-1),
  };
}

const sellAgain = { ...sellCommand, soldOn: on('2017-04-30') };
const dropSetUp = { type: 'ChangeQuoteLines', opportunityId, quoteId, remove: [setUp.lineId] } as const;
const moreSeats = {
  type: 'ChangeQuoteLines',
  opportunityId,
  quoteId,
  change: [{ lineId: seats.lineId, quantity: '20' }],
} as const;

describe('a sale makes contracts (SOLD-04)', () => {
  it('named by the catalogue where a person buys: nothing personal goes into contract events (ADR 50)', async () => {
    const { sales, settled, lastOf } = company();
    const { name: _, ...person } = aurora;
    const lines = [
      { ...seats, name: "Novák's seats" },
      { ...setUp, name: "Novák's set-up" },
    ];
    await sales([openCommand, createQuote(...lines), activateQuote, { ...sellCommand, account: person }]);
    await settled();
    const created = await Promise.all(lines.map(({ lineId }) => lastOf(lineId)));
    expect(created.map((event) => event?.data)).toMatchObject([{ name: 'Seat' }, { name: 'Services' }]);
  });

  it('one for each line, complete, as published', async () => {
    const { sales, settled, lastOf, contractOf } = company();
    await sales(sellingCommands);
    await settled();
    expect(await contractOf(setUp.lineId)).toEqual(['ContractCreated']);
    const created = await lastOf(seats.lineId);
    expect(created?.data).toEqual({
      contractId: derivedId(opportunityId, seats.lineId),
      status: 'active',
      sequence: 1,
      saleNumber: 1,
      origin: { kind: 'sale', ref: opportunityId },
      opportunityId,
      quoteId,
      lineId: seats.lineId,
      originLineId: seats.lineId,
      account: sellCommand.account,
      projectId: openCommand.projectId,
      ownerId: openCommand.ownerId,
      contactIds: [],
      product: seats.product,
      name: 'Seat',
      category: { id: seats.category.id, name: 'Software' },
      contractType: 'software',
      kind: 'timeBased',
      quantity: '10',
      unit: 'user',
      unitPrice: '12.5',
      currency: 'EUR',
      per: 'month',
      term: { count: 1, unit: 'year' },
      netTotal: { amount: '1500.00', currency: 'EUR' },
      soldOn: '2017-03-31',
      startsOn: '2017-03-31',
      endsOn: '2018-03-30',
      references: [],
    });
    expect(created?.metadata).toMatchObject({
      source: 'process',
      actor: { kind: 'process', id: 'sale-makes-contracts' },
    });
  });

  it('of imports say so, and carry the import (decision 16)', async () => {
    const { sales, settled, lastOf } = company();
    await sales(sellingCommands, { source: 'import', importId: 'import-1' });
    await settled();
    expect(await lastOf(seats.lineId)).toMatchObject({
      data: { origin: { kind: 'import', ref: opportunityId } },
      metadata: { source: 'process', importId: 'import-1' },
    });
  });

  it('of a renewal say what they renew', async () => {
    const { sales, settled, lastOf } = company();
    const sourceContractId = idOf<ContractId>('last year');
    const renewal = { ...openCommand, opportunityType: 'renewal', sourceContractId } as const;
    await sales([renewal, ...sellingCommands.slice(1)]);
    await settled();
    expect(await lastOf(seats.lineId)).toMatchObject({ data: { renews: sourceContractId } });
  });
});

describe('the next sale (decision 3, SOLD-09)', () => {
  it('amends, keeps and cancels; unlocking alone does nothing', async () => {
    const { sales, settled, contractOf } = company();
    await sales([...sellingCommands, unlockCommand]);
    await settled();
    expect(await contractOf(seats.lineId)).toEqual(['ContractCreated']);
    await sales([moreSeats, sellAgain, unlockCommand, dropSetUp, sellAgain]);
    await settled();
    expect(await contractOf(seats.lineId)).toEqual(['ContractCreated', 'ContractAmended']);
    expect(await contractOf(setUp.lineId)).toEqual(['ContractCreated', 'ContractCancelled']);
  });

  it('leaves alone what was done by hand, unless the line changed', async () => {
    const { sales, settled, contractOf, onContract } = company();
    await sales(sellingCommands);
    await settled();
    const byHand = { effectiveOn: on('2017-04-01'), happenedOn: on('2017-04-01'), reasonCode: 'removed' };
    await onContract({ type: 'CancelContract', contractId: derivedId(opportunityId, setUp.lineId), ...byHand });
    await onContract({ type: 'CancelContract', contractId: derivedId(opportunityId, seats.lineId), ...byHand });
    await sales([unlockCommand, moreSeats, sellAgain]);
    await settled();
    expect(await contractOf(setUp.lineId)).toEqual(['ContractCreated', 'ContractCancelled']);
    expect(await contractOf(seats.lineId)).toEqual(['ContractCreated', 'ContractCancelled', 'ContractAmended']);
  });

  it('is reversed by a loss, whose contracts end with the reason', async () => {
    const { sales, settled, contractOf, lastOf } = company();
    await sales([...sellingCommands, unlockCommand, loseCommand]);
    await settled();
    expect(await contractOf(setUp.lineId)).toEqual(['ContractCreated', 'ContractCancelled']);
    expect((await lastOf(seats.lineId))?.data).toMatchObject({
      status: 'cancelled',
      changed: { status: 'active' },
      reasonCode: 'sale-lost',
      effectiveOn: loseCommand.lostOn,
    });
    await sales([
      { type: 'ReopenOpportunity', opportunityId },
      { ...sellAgain, soldOn: on('2017-06-15') },
    ]);
    await settled();
    expect((await lastOf(seats.lineId))?.data).toMatchObject({ status: 'active', sequence: 3, saleNumber: 2 });
  });
});

describe('a sale is whole (ADR 47)', () => {
  const saleOf = (number: number) => `sale-${saleIdOf(opportunityId, number)}`;
  const outcomesIn = (event: RecordedEvent | undefined) =>
    event && isEvent(SaleCompleted, event) ? event.data.contracts.map(({ lineId, outcome }) => [lineId, outcome]) : [];

  it('after the events of its contracts, which it all names, kept ones too', async () => {
    const { sales, settled, told } = company();
    await sales([...sellingCommands, unlockCommand, moreSeats, sellAgain, unlockCommand, sellAgain]);
    await settled();
    const all = await told();
    expect(all.map(({ type }) => type)).toEqual([
      'ContractCreated',
      'ContractCreated',
      'SaleCompleted',
      'ContractAmended',
      'SaleCompleted',
      'SaleCompleted',
    ]);
    expect([2, 4, 5].map((at) => outcomesIn(all[at]))).toEqual([
      [
        [seats.lineId, 'created'],
        [setUp.lineId, 'created'],
      ],
      [
        [seats.lineId, 'amended'],
        [setUp.lineId, 'kept'],
      ],
      [
        [seats.lineId, 'kept'],
        [setUp.lineId, 'kept'],
      ],
    ]);
  });

  it('not before all of its contracts are there', async () => {
    const { sales, settled, settledWithout, told } = company();
    await sales(sellingCommands);
    await settledWithout(setUp.lineId);
    expect((await told()).map(({ type }) => type)).toEqual(['ContractCreated']);
    await settled(progressStore());
    expect((await told()).map(({ type }) => type)).toEqual(['ContractCreated', 'ContractCreated', 'SaleCompleted']);
  });

  it('also where it was sold, and its contracts made, before this was told', async () => {
    const { sales, settled, told, settledAsBefore } = company();
    await sales(sellingCommands);
    await settledAsBefore();
    const before = await told();
    expect(before.map(({ type }) => type)).toEqual(['ContractCreated', 'ContractCreated']);
    await settled();
    const after = await told();
    expect(after.slice(0, 2)).toEqual(before);
    expect(after.slice(2)).toMatchObject([{ type: 'SaleCompleted', stream: saleOf(1) }]);
  });

  it('never where nothing of it is a contract (decision 2)', async () => {
    const { sales, settled, told } = company();
    await sales([
      { ...openCommand, expectedAmount: { amount: '100.00', currency: 'EUR' } },
      { ...sellCommand, quoteRequired: false },
    ]);
    await settled();
    expect(await told()).toEqual([]);
  });
});

it('does nothing again when it runs again from the beginning', async () => {
  const { sales, settled, log } = company();
  await sales([...sellingCommands, unlockCommand, dropSetUp, sellAgain]);
  await settled();
  const head = await log.head();
  await settled(progressStore());
  expect(await log.head()).toBe(head);
});
