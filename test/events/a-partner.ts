import { aggregates } from '../../libs/application/register/aggregates.js';
import { derivedId, type Id } from '../../libs/kernel/ids.js';
import type { World } from '../properties/world.js';

const idOf = <T extends Id<string>>(name: string): T => derivedId<T>('stored example', name);
const reference = { system: 'erp', type: 'vendor', id: '10042' };

/** A partner, and what goes through it. */
export async function aPartner(world: World): Promise<void> {
  const { account, partner, lead, opportunity } = aggregates;
  const partnerId = idOf<Id<'partner'>>('borealis partners');
  const projectId = idOf<Id<'project'>>('project');
  await world.do(partner, {
    type: 'CreatePartner',
    partnerId,
    name: 'Borealis Partners',
    description: 'Sells in the north.',
    email: 'office@borealis.example',
    phone: '+43 1 24',
    street: 'Ring 2',
    city: 'Vienna',
    postcode: '1010',
    country: 'AT',
    website: 'borealis.example',
    registrationNumber: 'FN 1042',
    vatNumber: 'ATU1042',
    ownerId: idOf<Id<'user'>>('olga'),
    projectId,
    references: [reference],
  });
  await world.do(partner, { type: 'EditPartner', partnerId, name: 'Borealis', phone: null });
  await world.do(partner, { type: 'UnreferencePartner', partnerId, reference });
  await world.do(partner, { type: 'ReferencePartner', partnerId, reference });
  await world.do(partner, { type: 'ArchivePartner', partnerId });
  await world.do(partner, { type: 'UnarchivePartner', partnerId });
  const unwanted = idOf<Id<'partner'>>('unwanted');
  await world.do(partner, {
    type: 'CreatePartner',
    partnerId: unwanted,
    name: 'By mistake',
    projectId,
    references: [],
  });
  const inUse = { accounts: 0, contacts: 0, leads: 0, opportunities: 0, contracts: 0 };
  await world.do(partner, { type: 'DeletePartner', partnerId: unwanted, inUse });

  const accountId = idOf<Id<'account'>>('looked after');
  await world.do(account, {
    type: 'CreateAccount',
    accountId,
    accountType: 'company',
    name: 'Cirrus',
    projectId,
    partnerId,
    references: [],
  });
  await world.do(account, { type: 'EditAccount', accountId, partnerId: null });
  const personId = idOf<Id<'person'>>('person-note');
  const leadId = idOf<Id<'lead'>>('through a partner');
  await world.do(lead, {
    type: 'CreateLead',
    leadId,
    personId,
    organisation: 'Cirrus',
    projectId,
    partnerId,
    references: [],
  });
  await world.do(lead, { type: 'EditLead', leadId, partnerId: null });
  const opportunityId = idOf<Id<'opportunity'>>('through a partner');
  await world.do(opportunity, {
    type: 'OpenOpportunity',
    opportunityId,
    name: 'Seats for Cirrus',
    projectId,
    pipelineId: idOf<Id<'pipeline'>>('pipeline'),
    stageId: idOf<Id<'stage'>>('new'),
    personId,
    references: [],
  });
  await world.do(opportunity, { type: 'EditOpportunity', opportunityId, partnerId });
}
