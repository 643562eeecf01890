import type { ContractId, UserId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { idOf, on, opportunityId, quoteId } from '../../testing/sales/sales-examples.js';
import type { AmendContract, ApplySale, CancelContract, RegisterContract, SoldContract } from './contract.commands.js';
import { ContractAmended, ContractCancelled, ContractCreated, contractEvents } from './contract.events.js';
import { contract } from './contract.js';

const contractId = idOf<ContractId>('contract');
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const sold: SoldContract = {
  origin: { kind: 'sale', ref: opportunityId },
  opportunityId,
  quoteId,
  lineId: idOf('seats'),
  originLineId: idOf('seats'),
  account: { id: idOf('aurora'), name: 'Aurora AG', references: [] },
  projectId: idOf('project'),
  name: 'Seat',
  category: { id: idOf('software'), name: 'Software' },
  contractType: 'software',
  kind: 'timeBased',
  quantity: '10',
  unit: 'user',
  unitPrice: '12.5',
  currency: 'EUR',
  discount: { percent: '10' },
  per: 'month',
  term: { count: 1, unit: 'year' },
  netTotal: eur('1350.00'),
  soldOn: on('2017-03-31'),
  startsOn: on('2017-03-31'),
  endsOn: on('2018-03-30'),
};
const sale = {
  type: 'ApplySale',
  contractId,
  saleNumber: 1,
  effectiveOn: on('2017-03-31'),
  reasonCode: 'sold-again',
} as const;
const create: ApplySale = { ...sale, action: 'create', contract: sold };
const cancelBySale: ApplySale = { ...sale, action: 'cancel', reasonCode: 'sale-lost' };
const secondSale = { ...sale, saleNumber: 2, effectiveOn: on('2017-04-30') } as const;
const { discount: _discount, ...undiscounted } = sold;
const dearer: SoldContract = { ...undiscounted, netTotal: eur('1500.00'), soldOn: on('2017-04-30') };
const amendBySale: ApplySale = { ...secondSale, action: 'amend', contract: dearer };
const whole = { ...sold, contractId, status: 'active', saleNumber: 1, contactIds: [], references: [] } as const;
const created = ContractCreated.of({ ...whole, sequence: 1 });
const cancelledByHand = ContractCancelled.of({
  ...whole,
  status: 'cancelled',
  sequence: 2,
  changed: { status: 'active' },
  effectiveOn: on('2017-04-15'),
  reasonCode: 'removed',
});

describe('a contract and the sales of its line (decision 3)', () => {
  it('is created by the first', () => given(contract).when(create).thenEvents(created));
  it('is created by an amendment, should the first have been missed', () =>
    given(contract)
      .when({ ...create, action: 'amend' })
      .thenEvents(created));
  it('is not there to be kept or cancelled', () => {
    given(contract)
      .when({ ...create, action: 'keep' })
      .thenNothing();
    given(contract).when(cancelBySale).thenNothing();
  });
  it('ignores a sale that it has passed', () => {
    const amended = ContractAmended.of({
      ...whole,
      saleNumber: 2,
      sequence: 2,
      changed: { saleNumber: 1 },
      effectiveOn: on('2017-04-30'),
      reasonCode: 'sold-again',
    });
    given(contract, created).when(create).thenNothing();
    given(contract, created, amended).when(create).thenNothing();
    given(contract, created, amended).when(cancelBySale).thenNothing();
  });
  it('is amended by the next: the whole contract, and the changed fields before', () =>
    given(contract, created)
      .when(amendBySale)
      .thenEvents(
        ContractAmended.of({
          ...dearer,
          ...{ contractId, status: 'active', saleNumber: 2, contactIds: [], references: [] },
          sequence: 2,
          changed: {
            discount: { percent: '10' },
            netTotal: eur('1350.00'),
            soldOn: on('2017-03-31'),
            saleNumber: 1,
          },
          effectiveOn: on('2017-04-30'),
          reasonCode: 'sold-again',
        }),
      ));
  it('keeps its own number and references, its origin, project and partner', () => {
    const own = {
      number: 'C-7',
      references: [{ system: 'erp', type: 'contract', id: '7' }],
      partnerId: idOf<never>('p'),
    };
    const contract1 = ContractCreated.of({
      ...whole,
      ...own,
      origin: { kind: 'import', ref: opportunityId },
      sequence: 1,
    });
    const after = contract.decide(
      { ...amendBySale, contract: { ...dearer, projectId: idOf('other') } },
      contract.evolve(null, contract1),
    );
    expect(after[0]?.data).toMatchObject({ ...own, origin: { kind: 'import' }, projectId: idOf('project') });
  });
  describe('amended by hand before', () => {
    const byHand = { type: 'AmendContract', contractId, effectiveOn: on('2017-04-10'), reasonCode: 'agreed' } as const;
    const agreed = (to: Partial<AmendContract>) => {
      const now = contract.evolve(null, created);
      return contract.decide({ ...byHand, happenedOn: on('2017-04-10'), ...to }, now).reduce(contract.evolve, now);
    };
    const resold = (state: typeof contract.initialState, to: Partial<SoldContract>, saleNumber = 2) =>
      contract.decide({ ...secondSale, saleNumber, action: 'amend', contract: { ...sold, ...to } }, state);
    const owner = idOf<UserId>('paul');
    const price = { unitPrice: '10', netTotal: eur('1080.00') };

    it('keeps that where the sale changes something else', () => {
      const [event] = resold(agreed({ endsOn: on('2018-06-30'), quantity: '20', ownerId: owner }), price);
      expect(event?.data).toMatchObject({
        ...{ endsOn: '2018-06-30', quantity: '20', ownerId: owner, unitPrice: '10', netTotal: eur('2160.00') },
        agreedByHand: ['ownerId', 'quantity', 'endsOn'],
      });
    });
    it('takes from the sale what that changes, and remembers what was agreed at the next one', () => {
      const moved = { term: { count: 2, unit: 'year' }, endsOn: on('2019-03-30'), netTotal: eur('2700.00') } as const;
      const [first] = resold(agreed({ endsOn: on('2018-06-30'), discount: null }), moved);
      expect(first?.data).toMatchObject({ endsOn: '2019-03-30', netTotal: eur('3000.00'), agreedByHand: ['discount'] });
      const second = first && contract.evolve(agreed({ endsOn: on('2018-06-30'), discount: null }), first);
      const [again] = resold(second ?? null, { ...moved, unitPrice: '10', netTotal: eur('2160.00') }, 3);
      expect(again?.data).toMatchObject({ netTotal: eur('2400.00'), agreedByHand: ['discount'] });
      const [same] = resold(second ?? null, { ...moved, discount: { percent: '20' }, netTotal: eur('2400.00') }, 3);
      expect(same?.data).toMatchObject({ netTotal: eur('2400.00'), discount: { percent: '20' } });
      expect(same?.data).not.toHaveProperty('agreedByHand');
    });
    it('is as sold where the two cannot be had together, and in another currency', () => {
      const few = agreed({ quantity: '1', unitPrice: '1' });
      const amount = { discount: { amount: '500' }, netTotal: eur('1000.00') };
      const [event] = resold(few, amount);
      expect(event?.data).toMatchObject({ quantity: '10', unitPrice: '12.5', netTotal: eur('1000.00') });
      const inDollars = { currency: 'USD', netTotal: { amount: '1350.00', currency: 'USD' } };
      expect(resold(few, inDollars)[0]?.data).toMatchObject({ ...inDollars, quantity: '10', unitPrice: '12.5' });
    });
    it('keeps what is scheduled, but for what the sale changes', () => {
      const later = { effectiveOn: on('2017-08-01') };
      const [event] = resold(agreed({ ...later, quantity: '30', unitPrice: '11' }), price);
      expect(event?.data).toMatchObject({ quantity: '10', scheduled: [{ ...later, to: { quantity: '30' } }] });
      const cancel = { type: 'CancelContract', contractId, reasonCode: 'notice', ...later } as const;
      const now = contract.evolve(null, created);
      const noticed = contract.decide({ ...cancel, happenedOn: on('2017-04-10') }, now).reduce(contract.evolve, now);
      expect(resold(noticed, price)[0]?.data).toMatchObject({ scheduled: [{ ...later, action: 'cancel' }] });
      const moved = { term: { count: 2, unit: 'year' }, endsOn: on('2019-03-30'), netTotal: eur('2700.00') } as const;
      expect(resold(noticed, moved)[0]?.data).not.toHaveProperty('scheduled');
    });
  });
  it('stays as it is when kept: amended by hand, or cancelled by hand', () => {
    for (const event of [created, cancelledByHand]) {
      given(contract, created, event)
        .when({ ...secondSale, action: 'keep', contract: sold })
        .thenNothing();
    }
  });
  it('is cancelled by a sale without its line, once', () => {
    const cancelled = ContractCancelled.of({
      ...whole,
      status: 'cancelled',
      sequence: 2,
      changed: { status: 'active' },
      effectiveOn: on('2017-03-31'),
      reasonCode: 'sale-lost',
    });
    given(contract, created).when(cancelBySale).thenEvents(cancelled);
    given(contract, created, cancelled).when(cancelBySale).thenNothing();
    given(contract, created, cancelledByHand).when(cancelBySale).thenNothing();
  });
  it('lives again when its line is sold again', () => {
    for (const command of [amendBySale, { ...amendBySale, action: 'create' } as const]) {
      const [event] = contract.decide(
        command,
        [created, cancelledByHand].reduce(contract.evolve, contract.initialState),
      );
      expect(event).toMatchObject({
        type: 'ContractAmended',
        data: { status: 'active', sequence: 3, changed: { status: 'cancelled' } },
      });
    }
  });
});

describe('registering a contract by hand or from an import (decision 16)', () => {
  const register: RegisterContract = {
    type: 'RegisterContract',
    happenedOn: on('2016-11-01'),
    contractId,
    account: sold.account,
    projectId: sold.projectId,
    name: 'Hosting',
    category: { id: idOf('software'), name: 'Software', contractType: 'software', kind: 'timeBased' },
    quantity: '2.0',
    unit: 'server',
    unitPrice: '50',
    currency: 'EUR',
    per: 'month',
    term: { count: 6, unit: 'month' },
    startsOn: on('2016-11-01'),
    references: [{ system: 'billing', type: 'subscription', id: 's-9' }],
  };
  const { type: _, happenedOn: _on, ...facts } = register;
  const registered = {
    ...facts,
    status: 'active',
    origin: { kind: 'manual', ref: contractId },
    category: { id: idOf<typeof register.category.id>('software'), name: 'Software' },
    contractType: 'software',
    kind: 'timeBased',
    quantity: '2',
    contactIds: [],
    netTotal: eur('600.00'),
    endsOn: on('2017-04-30'),
    sequence: 1,
  } as const;

  it('computes total and end', () => given(contract).when(register).thenEvents(ContractCreated.of(registered)));
  it('takes another end, and the origin of an import', () =>
    given(contract)
      .when({ ...register, endsOn: on('2017-03-31'), origin: { kind: 'import', ref: 's-9' } })
      .thenEvents(
        ContractCreated.of({ ...registered, endsOn: on('2017-03-31'), origin: { kind: 'import', ref: 's-9' } }),
      ));
  it('again in the same way changes nothing, whatever was changed since', () => {
    const first = ContractCreated.of(registered);
    const why = { effectiveOn: on('2017-01-01'), reasonCode: 'agreed' };
    const cancelled = ContractCancelled.of({
      ...registered,
      status: 'cancelled',
      sequence: 2,
      changed: { status: 'active' },
      ...why,
    });
    given(contract, first).when(register).thenNothing();
    given(contract, first, cancelled).when(register).thenNothing();
  });
  it('again in another way is refused', () =>
    given(contract, ContractCreated.of(registered))
      .when({ ...register, quantity: '3' })
      .thenRejected('contract-exists', { contractId }));
  it('is refused where a sale made it, and where it cannot be', () => {
    given(contract, created).when(register).thenRejected('contract-exists', { contractId });
    given(contract)
      .when({ ...register, name: '' })
      .thenRejected('name-required');
    given(contract)
      .when({ ...register, term: undefined })
      .thenRejected('term-required');
    given(contract)
      .when({ ...register, quantity: '0' })
      .thenRejected('quantity-not-positive');
    given(contract)
      .when({ ...register, endsOn: on('2016-10-31') })
      .thenRejected('ends-before-start');
    const oneOff: RegisterContract = {
      ...register,
      per: 'once',
      term: undefined,
      category: { ...register.category, kind: 'oneOff' },
    };
    given(contract)
      .when({ ...oneOff, endsOn: on('2017-01-01') })
      .thenRejected('one-off-has-no-end');
  });
});

describe('amending a contract by hand (CON-07)', () => {
  const amend: AmendContract = {
    type: 'AmendContract',
    happenedOn: on('2017-04-15'),
    contractId,
    effectiveOn: on('2017-04-01'),
    reasonCode: 'grown',
  };
  const because = { effectiveOn: on('2017-04-01'), reasonCode: 'grown' };

  it('computes the net total again', () =>
    given(contract, created)
      .when({ ...amend, quantity: '20', discount: null })
      .thenEvents(
        ContractAmended.of({
          ...whole,
          quantity: '20',
          discount: undefined,
          netTotal: eur('3000.00'),
          sequence: 2,
          changed: { quantity: '10', discount: { percent: '10' }, netTotal: eur('1350.00') },
          ...because,
        }),
      ));
  it('moves the end with start and term, unless one is given', () => {
    const [moved] = contract.decide({ ...amend, startsOn: on('2017-04-15') }, contract.evolve(null, created));
    expect(moved?.data).toMatchObject({
      endsOn: '2018-04-14',
      changed: { startsOn: '2017-03-31', endsOn: '2018-03-30' },
    });
    const [longer] = contract.decide({ ...amend, endsOn: on('2018-06-30') }, contract.evolve(null, created));
    expect(longer?.data).toMatchObject({ endsOn: '2018-06-30', changed: { endsOn: '2018-03-30' } });
  });
  it('leaves an agreed end alone when what it would follow from is only said again', () => {
    const agreed = contract.decide({ ...amend, endsOn: on('2018-06-30') }, contract.evolve(null, created));
    const state = agreed.reduce(contract.evolve, contract.evolve(null, created));
    const sameTerms = { term: { count: 1, unit: 'year' }, startsOn: sold.startsOn } as const;
    expect(contract.decide({ ...amend, ...sameTerms, endsOn: on('2018-06-30') }, state)).toEqual([]);
    expect(contract.decide({ ...amend, ...sameTerms }, state)).toEqual([]);
    const [event] = contract.decide({ ...amend, ...sameTerms, number: 'C-7' }, state);
    expect(event?.data).toMatchObject({ number: 'C-7', endsOn: '2018-06-30', changed: { number: null } });
    const [months] = contract.decide({ ...amend, term: { count: 12, unit: 'month' } }, state);
    expect(months?.data).toMatchObject({ endsOn: '2018-06-30', changed: { term: { count: 1, unit: 'year' } } });
    const [longer] = contract.decide({ ...amend, term: { count: 2, unit: 'year' } }, state);
    expect(longer?.data).toMatchObject({ endsOn: '2019-03-30' });
  });
  it('stays quiet when nothing changes', () =>
    given(contract, created)
      .when({ ...amend, quantity: '10.0', number: null })
      .thenNothing());
  it('is refused for a contract that is cancelled or unknown, and without a reason', () => {
    given(contract, created, cancelledByHand)
      .when({ ...amend, quantity: '20' })
      .thenRejected('contract-cancelled');
    given(contract).when(amend).thenRejected('contract-not-found');
    given(contract, created)
      .when({ ...amend, reasonCode: ' ' })
      .thenRejected('reason-required');
    given(contract, created)
      .when({ ...amend, discount: { amount: '2000' } })
      .thenRejected('discount-too-large');
    given(contract, created)
      .when({ ...amend, endsOn: on('2017-03-01') })
      .thenRejected('ends-before-start');
  });
});

describe('cancelling a contract by hand (SOLD-07)', () => {
  const cancel: CancelContract = {
    type: 'CancelContract',
    happenedOn: on('2017-04-15'),
    contractId,
    effectiveOn: on('2017-04-15'),
    reasonCode: 'removed',
  };

  it('says the whole contract, and why', () => given(contract, created).when(cancel).thenEvents(cancelledByHand));
  it('stays quiet on repeat, and is refused when it contradicts', () => {
    given(contract, created, cancelledByHand).when(cancel).thenNothing();
    given(contract, created, cancelledByHand)
      .when({ ...cancel, reasonCode: 'other' })
      .thenRejected('contract-cancelled');
  });
  it('is refused for an unknown one, and without a reason', () => {
    given(contract).when(cancel).thenRejected('contract-not-found');
    given(contract, created)
      .when({ ...cancel, reasonCode: '' })
      .thenRejected('reason-required');
  });
});

it('the events of a contract fit their published definitions', () => {
  const events = [created, cancelledByHand, ...contract.decide(amendBySale, contract.evolve(null, created))];
  for (const { type, data } of events) {
    expect(contractEvents.find((definition) => definition.type === type)?.problemWith(data)).toBeUndefined();
  }
});
