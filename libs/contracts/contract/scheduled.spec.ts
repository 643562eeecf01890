import { given } from '../../testing/given.js';
import { hostingId as contractId, registerHosting as register } from '../../testing/sales/contract-examples.js';
import { on } from '../../testing/sales/sales-examples.js';
import type { AmendContract, CancelContract, ContractCommand, WithdrawScheduledChange } from './contract.commands.js';
import { contractEvents, type ContractEvent } from './contract.events.js';
import { contract } from './contract.js';

const today = on('2017-04-15');
const command = { contractId, happenedOn: today, reasonCode: 'agreed' } as const;
const amend = (effectiveOn: string, to: Partial<AmendContract>): AmendContract => ({
  type: 'AmendContract',
  ...command,
  effectiveOn: on(effectiveOn),
  ...to,
});
const cancel = (effectiveOn: string, more: Partial<CancelContract> = {}): CancelContract => ({
  type: 'CancelContract',
  ...command,
  effectiveOn: on(effectiveOn),
  ...more,
});
const withdraw = (effectiveOn: string, more: Partial<WithdrawScheduledChange> = {}): WithdrawScheduledChange => ({
  type: 'WithdrawScheduledChange',
  ...command,
  effectiveOn: on(effectiveOn),
  ...more,
});
const comes = (date: string): ContractCommand => ({ type: 'TakeEffect', contractId, happenedOn: on(date) });

/** The events that these commands lead to, in turn. */
const after = (...commands: readonly ContractCommand[]): readonly ContractEvent[] =>
  commands.reduce<readonly ContractEvent[]>((events, one) => {
    const decided = contract.decide(one, events.reduce(contract.evolve, contract.initialState));
    for (const { type, data } of decided) {
      expect(contractEvents.find((definition) => definition.type === type)?.problemWith(data)).toBeUndefined();
    }
    return [...events, ...decided];
  }, []);
const whenDone = (...commands: readonly ContractCommand[]) => ({
  when: (one: ContractCommand) => given(contract, ...after(register, ...commands)).when(one),
  /** What the last command came to: `['ContractAmended 2017-06-01']`. */
  events: after(register, ...commands)
    .slice(after(register, ...commands.slice(0, -1)).length)
    .map(({ type, data }) => ('effectiveOn' in data ? `${type} ${data.effectiveOn}` : type)),
  contract: after(register, ...commands).reduce(contract.evolve, contract.initialState)?.contract,
});

describe('a change from a later day on (ADR 38)', () => {
  const more = amend('2017-06-01', { quantity: '20' });

  it('is scheduled: what holds now stays, and what is to come is said', () => {
    const scheduled = [{ effectiveOn: '2017-06-01', reasonCode: 'agreed', action: 'amend', to: { quantity: '20' } }];
    const { events, contract: now } = whenDone(more);
    expect(events).toEqual(['ContractChangeScheduled 2017-06-01']);
    expect(now).toMatchObject({ status: 'active', quantity: '10', netTotal: { amount: '6000.00' }, scheduled });
    expect(whenDone(cancel('2017-06-01')).contract).toMatchObject({
      status: 'active',
      scheduled: [{ effectiveOn: '2017-06-01', reasonCode: 'agreed', action: 'cancel' }],
    });
  });
  it('holds from its day, and not a day before', () => {
    expect(whenDone(more, comes('2017-05-31')).events).toEqual([]);
    const { events, contract: then } = whenDone(more, comes('2017-06-01'));
    expect(events).toEqual(['ContractAmended 2017-06-01']);
    expect(then).toMatchObject({ quantity: '20', netTotal: { amount: '12000.00' } });
    expect(then).not.toHaveProperty('scheduled');
    expect(whenDone(cancel('2017-06-01'), comes('2017-06-01')).events).toEqual(['ContractCancelled 2017-06-01']);
    expect(whenDone(more, comes('2017-06-01'), comes('2017-06-01')).events).toEqual([]);
  });
  it('holds at once from today on, or from an earlier day', () => {
    expect(whenDone(amend('2017-04-15', { quantity: '20' })).events).toEqual(['ContractAmended 2017-04-15']);
    expect(whenDone(cancel('2017-02-01')).events).toEqual(['ContractCancelled 2017-02-01']);
  });
  it('stays quiet where nothing would change then, also when it is sent again', () => {
    expect(whenDone(amend('2017-06-01', { quantity: '10.0', number: null })).events).toEqual([]);
    whenDone(more).when(more).thenNothing();
    whenDone(more)
      .when(amend('2017-07-01', { quantity: '20' }))
      .thenNothing();
    whenDone(cancel('2017-06-01')).when(cancel('2017-06-01')).thenNothing();
    whenDone(cancel('2017-06-01'), comes('2017-06-01')).when(cancel('2017-06-01')).thenNothing();
  });
  it('of one field leaves the others as they are then: two of one day, and one at once before it', () => {
    const { contract: then } = whenDone(
      more,
      amend('2017-06-01', { unitPrice: '40' }),
      amend('2017-04-15', { unitPrice: '60', number: 'C-7' }),
      amend('2017-04-15', { quantity: '15' }),
      comes('2017-06-01'),
    );
    expect(then).toMatchObject({ number: 'C-7', quantity: '20', unitPrice: '40', netTotal: { amount: '9600.00' } });
  });
  it('comes in the order of the days, in whatever order it was decided', () => {
    const both = [amend('2017-08-01', { quantity: '30' }), more] as const;
    expect(whenDone(...both, comes('2017-07-01')).contract).toMatchObject({ quantity: '20' });
    expect(whenDone(...both, comes('2017-09-01')).events).toEqual([
      'ContractAmended 2017-06-01',
      'ContractAmended 2017-08-01',
    ]);
  });
  it('comes before what is commanded on or after its day, should nobody have waited for it', () => {
    const { events, contract: then } = whenDone(more, {
      ...amend('2017-06-02', { quantity: '30' }),
      happenedOn: on('2017-06-02'),
    });
    expect(events).toEqual(['ContractAmended 2017-06-01', 'ContractAmended 2017-06-02']);
    expect(then).toMatchObject({ quantity: '30' });
  });
  it('is withdrawn, and refused by name where nothing is scheduled', () => {
    const both = [more, cancel('2017-06-01')] as const;
    const { events, contract: left } = whenDone(...both, withdraw('2017-06-01', { action: 'cancel' }));
    expect(events).toEqual(['ContractChangeWithdrawn 2017-06-01']);
    expect(left?.scheduled?.map(({ action }) => action)).toEqual(['amend']);
    expect(whenDone(...both, withdraw('2017-06-01')).contract).not.toHaveProperty('scheduled');
    whenDone(more, withdraw('2017-06-01')).when(withdraw('2017-06-01')).thenNothing();
    whenDone(more).when(withdraw('2017-06-02')).thenRejected('nothing-scheduled');
    whenDone(more)
      .when(withdraw('2017-06-01', { action: 'cancel' }))
      .thenRejected('nothing-scheduled');
    whenDone(more)
      .when(withdraw('2017-06-01', { reasonCode: '' }))
      .thenRejected('reason-required');
  });
  it('is refused where it could not be done then, and so is what would make it so', () => {
    const discount = amend('2017-06-01', { discount: { amount: '5000' } });
    whenDone()
      .when(amend('2017-06-01', { quantity: '0' }))
      .thenRejected('quantity-not-positive');
    whenDone(discount)
      .when(amend('2017-04-15', { quantity: '1' }))
      .thenRejected('scheduled-change-does-not-fit');
    whenDone(discount)
      .when(amend('2017-05-15', { quantity: '1' }))
      .thenRejected('scheduled-change-does-not-fit');
    whenDone(more, amend('2017-07-01', { discount: { amount: '7000' } }))
      .when(withdraw('2017-06-01'))
      .thenRejected('scheduled-change-does-not-fit');
  });
});

describe('a cancellation from a later day on', () => {
  it('is moved by another, and takes away what was to come after it when it takes effect', () => {
    const later = amend('2017-09-01', { quantity: '20' });
    const { contract: now } = whenDone(later, cancel('2017-06-01'), cancel('2017-10-01'));
    expect(now?.scheduled?.map(({ effectiveOn }) => effectiveOn)).toEqual(['2017-09-01', '2017-10-01']);
    expect(whenDone(later, cancel('2017-06-01'), comes('2018-06-01')).events).toEqual(['ContractCancelled 2017-06-01']);
    expect(whenDone(later, cancel('2017-04-15'), comes('2018-06-01')).events).toEqual([]);
  });
  it('leaves nothing to amend from its day on', () => {
    whenDone(cancel('2017-06-01'))
      .when(amend('2017-06-01', { quantity: '20' }))
      .thenRejected('contract-cancelled');
    expect(whenDone(cancel('2017-06-01'), amend('2017-05-31', { quantity: '20' })).events).toHaveLength(1);
  });
  it('is refused for a day after the end', () => {
    expect(whenDone(cancel('2017-12-31')).events).toHaveLength(1);
    whenDone().when(cancel('2018-01-01')).thenRejected('effective-after-end');
  });
});

describe('a contract whose last day is over', () => {
  it('expires on the day after, also when nobody waited for it', () => {
    expect(whenDone(comes('2017-12-31')).events).toEqual([]);
    const { events, contract: then } = whenDone(comes('2018-01-01'));
    expect(events).toEqual(['ContractExpired 2018-01-01']);
    expect(then).toMatchObject({ status: 'expired', endsOn: '2017-12-31' });
    expect(whenDone(comes('2018-01-01'), comes('2018-02-01')).events).toEqual([]);
    const late = { ...amend('2018-02-01', { number: 'C-7' }), happenedOn: on('2018-02-01') };
    expect(whenDone(late).events).toEqual(['ContractExpired 2018-01-01', 'ContractAmended 2018-02-01']);
    expect(whenDone(late).contract).toMatchObject({ status: 'expired', number: 'C-7' });
  });
  it('is expired at once when it is registered or shortened after it', () => {
    expect(after({ ...register, happenedOn: on('2018-06-01') }).map(({ type }) => type)).toEqual([
      'ContractCreated',
      'ContractExpired',
    ]);
    expect(whenDone(amend('2017-04-15', { endsOn: on('2017-03-31') })).events).toEqual([
      'ContractAmended 2017-04-15',
      'ContractExpired 2017-04-01',
    ]);
  });
  it('runs again with a later end', () => {
    const renewed = { ...amend('2018-02-01', { endsOn: on('2018-12-31') }), happenedOn: on('2018-02-01') };
    const { contract: then } = whenDone(comes('2018-01-01'), renewed);
    expect(then).toMatchObject({ status: 'active', endsOn: '2018-12-31' });
    expect(whenDone(comes('2018-01-01'), renewed, comes('2019-01-01')).events).toEqual(['ContractExpired 2019-01-01']);
  });
  it('does not expire where it is renewed from the day after', () => {
    const renewal = amend('2018-01-01', { endsOn: on('2018-12-31') });
    expect(whenDone(renewal, comes('2018-01-01')).events).toEqual(['ContractAmended 2018-01-01']);
    expect(whenDone(renewal, comes('2018-01-01')).contract).toMatchObject({ status: 'active' });
    whenDone()
      .when(amend('2018-01-01', { quantity: '20' }))
      .thenRejected('effective-after-end');
  });
  it('keeps a renewal from a later day, and nothing else that was to come', () => {
    const renewal = amend('2018-03-01', { endsOn: on('2018-12-31') });
    expect(whenDone(renewal, comes('2018-03-01')).events).toEqual([
      'ContractExpired 2018-01-01',
      'ContractAmended 2018-03-01',
    ]);
    const shortened = [cancel('2017-10-01'), amend('2017-11-01', { quantity: '2' })] as const;
    const end = amend('2017-04-15', { endsOn: on('2017-08-31') });
    expect(whenDone(shortened[0], end, comes('2018-03-01')).events).toEqual(['ContractExpired 2017-09-01']);
    expect(whenDone(shortened[1], end, comes('2018-03-01')).events).toEqual(['ContractExpired 2017-09-01']);
  });
  it('is cancelled only for a day on which it ran', () => {
    const ended = whenDone(comes('2018-01-01'));
    const then = { happenedOn: on('2018-02-01') };
    ended.when(cancel('2018-02-01', then)).thenRejected('contract-expired');
    ended.when(cancel('2018-06-01', then)).thenRejected('contract-expired');
    expect(whenDone(comes('2018-01-01'), cancel('2017-12-31', then)).contract).toMatchObject({ status: 'cancelled' });
  });
  it('is never over without an end, nor with the calendar', () => {
    const { term: _, ...oneOff } = register;
    const once = { ...oneOff, per: 'once', category: { ...register.category, kind: 'oneOff' } } as const;
    expect(after(once, comes('2030-01-01'))).toHaveLength(1);
    expect(after({ ...register, endsOn: on('9999-12-31') }, comes('9999-12-31'))).toHaveLength(1);
  });
});
