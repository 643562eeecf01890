import type { RegisterContract } from '../../contracts/contract/contract.commands.js';
import type { ContractId } from '../../kernel/ids.js';
import { idOf, on } from './sales-examples.js';

export const hostingId = idOf<ContractId>('hosting');

/** A contract by hand: ten servers for a year from the first of January 2017 on. */
export const registerHosting: RegisterContract = {
  type: 'RegisterContract',
  happenedOn: on('2017-01-01'),
  contractId: hostingId,
  account: { id: idOf('aurora'), name: 'Aurora AG', references: [] },
  projectId: idOf('project'),
  name: 'Hosting',
  category: { id: idOf('software'), name: 'Software', contractType: 'software', kind: 'timeBased' },
  quantity: '10',
  unit: 'server',
  unitPrice: '50',
  currency: 'EUR',
  per: 'month',
  term: { count: 1, unit: 'year' },
  startsOn: on('2017-01-01'),
  references: [],
};
