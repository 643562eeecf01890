import { CommandExecutor } from '../commands/command-executor.js';
import type { CommandContext } from '../commands/command-context.js';
import type { ContractCommand, RegisterContract } from '../contracts/contract/contract.commands.js';
import { contractEvents } from '../contracts/contract/contract.events.js';
import { contract } from '../contracts/contract/contract.js';
import { eventRegistry } from '../event-log/event-registry.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { calendarOf } from '../kernel/calendar.js';
import { instantOf, type Instant } from '../kernel/dates.js';
import { MemoryKeyStore } from '../sealing/memory-key-store.js';
import { Sealer } from '../sealing/sealer.js';
import { commandContext } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { progressStore, type ProgressStore } from '../testing/sales/process-fixture.js';
import { hostingId as contractId, registerHosting } from '../testing/sales/contract-examples.js';
import { on } from '../testing/sales/sales-examples.js';
import { contractsComeDue } from './contracts-come-due.js';
import { ProcessRunner } from './process-runner.js';
import { statesOf } from './process-state.js';

const at = (text: string): Instant => instantOf(Date.parse(text));
const register: RegisterContract = {
  ...registerHosting,
  happenedOn: on('2017-03-01'),
  term: { count: 1, unit: 'month' },
  startsOn: on('2017-03-01'),
};
const later = { contractId, happenedOn: on('2017-03-01'), reasonCode: 'agreed' } as const;

/** Contracts on a log in Prague, with the process that waits for their dates. */
function bench() {
  const clock = fixedClock(at('2017-03-01T09:00:00Z'));
  const log = new MemoryEventLog(clock);
  const registry = eventRegistry([...contractEvents]);
  const executor = new CommandExecutor({ log, registry, sealer: new Sealer(new MemoryKeyStore(), registry), clock });
  const store = progressStore();
  return {
    ...{ clock, store },
    tell: (command: ContractCommand, change: Partial<CommandContext> = {}) =>
      executor.execute(contract, command, commandContext(change)),
    /** The process runs until it has done all it can, and is stopped. */
    run: async (over: ProgressStore = store): Promise<void> => {
      const process = new ProcessRunner({
        process: contractsComeDue,
        log,
        store: over,
        execute: ({ command }, context) => executor.execute(contract, command, context),
        due: { clock, calendar: calendarOf('Europe/Prague') },
        wait: () => Promise.resolve(),
      });
      for (let before = await log.head(); ;) {
        await process.start();
        if (before !== undefined) await process.waitFor(before);
        await process.stop();
        const after = await log.head();
        if (after === before) break;
        before = after;
      }
      expect(process.parked()).toEqual([]);
    },
    events: async () =>
      (await log.read(`contract-${contractId}`)).map(({ type, metadata }) => `${type} ${metadata.occurredAt}`),
    due: async () => [...(await store.documents<{ due: readonly unknown[] }>(statesOf(contractsComeDue.name)))],
  };
}

describe('contracts come due (ADR 38)', () => {
  it('expire when the day after their last begins in the calendar of the organisation, once', async () => {
    const { tell, run, clock, events, due } = bench();
    await tell(register);
    await run();
    clock.set(at('2017-03-31T21:59:59.999Z'));
    await run();
    expect(await events()).toHaveLength(1);
    clock.set(at('2017-03-31T22:00:00.000Z'));
    await run();
    await run();
    expect(await events()).toEqual([
      'ContractCreated 2017-03-01T09:00:00.000Z',
      'ContractExpired 2017-03-31T22:00:00.000Z',
    ]);
    expect(await due()).toEqual([]);
  });

  it('make up for the time when nothing ran, each on its own day, also from an empty store', async () => {
    const { tell, run, clock, events } = bench();
    await tell(register);
    await tell({ type: 'AmendContract', ...later, effectiveOn: on('2017-03-10'), quantity: '20' });
    await tell({ type: 'AmendContract', ...later, effectiveOn: on('2017-03-20'), endsOn: on('2017-04-15') });
    clock.set(at('2018-01-01T09:00:00Z'));
    await run();
    const all = [
      'ContractCreated 2017-03-01T09:00:00.000Z',
      'ContractChangeScheduled 2017-03-01T09:00:00.000Z',
      'ContractChangeScheduled 2017-03-01T09:00:00.000Z',
      'ContractAmended 2017-03-09T23:00:00.000Z',
      'ContractAmended 2017-03-19T23:00:00.000Z',
      'ContractExpired 2017-04-15T22:00:00.000Z',
    ];
    expect(await events()).toEqual(all);
    await run(progressStore());
    expect(await events()).toEqual(all);
  });

  it('of an import are dated back to their own day, or to the last of their record', async () => {
    const { tell, run, events } = bench();
    const soldAt = { occurred: { given: at('2016-01-15T11:00:00Z') } };
    await tell({ ...register, happenedOn: on('2016-01-15'), startsOn: on('2016-01-01') }, soldAt);
    await run();
    const end = { type: 'AmendContract', ...later, effectiveOn: on('2017-03-01') } as const;
    await tell({ ...end, endsOn: on('2016-12-31') });
    await run();
    expect(await events()).toEqual([
      'ContractCreated 2016-01-15T11:00:00.000Z',
      'ContractExpired 2016-01-31T23:00:00.000Z',
      'ContractAmended 2017-03-01T09:00:00.000Z',
    ]);
  });

  it('do nothing that was withdrawn, and come again for a day that was due before', async () => {
    const { tell, run, clock, events, due } = bench();
    await tell(register);
    await tell({ type: 'CancelContract', ...later, effectiveOn: on('2017-03-10') });
    await run();
    await tell({ type: 'WithdrawScheduledChange', ...later, effectiveOn: on('2017-03-10') });
    await run();
    expect((await due())[0]?.[1].due).toEqual([{ key: '3', at: '2017-04-01' }]);
    await tell({ type: 'CancelContract', ...later, effectiveOn: on('2017-03-10'), reasonCode: 'notice' });
    clock.set(at('2017-03-10T09:00:00Z'));
    await run();
    expect((await events()).at(-1)).toBe('ContractCancelled 2017-03-09T23:00:00.000Z');
    expect(await due()).toEqual([]);
  });
});
