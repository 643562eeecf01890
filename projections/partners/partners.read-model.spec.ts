import type { PartnerId, ProjectId, UserId } from '../../libs/kernel/ids.js';
import {
  PartnerArchived,
  PartnerCreated,
  PartnerDeleted,
  PartnerEdited,
  PartnerReferenced,
  PartnerUnarchived,
  PartnerUnreferenced,
} from '../../libs/partners/partner/partner.events.js';
import { testStart } from '../../libs/testing/log/fixed-clock.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { partners } from './partners.read-model.js';

const partnerId = idOf<PartnerId>('borealis');
const projectId = idOf<ProjectId>('crm');
const reference = { system: 'erp', type: 'vendor', id: '1' };
const profile = {
  name: 'Borealis Partners',
  description: 'Sells in the north',
  email: 'office@borealis.example',
  phone: '+43 1 23',
  street: 'Ring 1',
  city: 'Vienna',
  postcode: '1010',
  country: 'AT',
  website: 'borealis.example',
  registrationNumber: 'FN 1',
  vatNumber: 'ATU1',
  ownerId: idOf<UserId>('anna'),
  projectId,
} as const;
const created = PartnerCreated.of({ partnerId, ...profile, references: [reference] });
const after = rowAfter(partners, `partner-${partnerId}`);

describe('partners as lists show them (PAR-03)', () => {
  it('have the profile', () =>
    expect(after(created)).toEqual({
      _id: partnerId,
      archived: false,
      ...profile,
      createdAt: testStart,
      references: [reference],
    }));
  it('have null for what is not known', () =>
    expect(after(PartnerCreated.of({ partnerId, name: 'B', projectId, references: [] }))).toMatchObject({
      description: null,
      country: null,
      ownerId: null,
    }));
  it('have what an edit changes, and the rest as it was (PAR-02)', () =>
    expect(after(created, PartnerEdited.of({ partnerId, from: {}, to: { name: 'B', city: null } }))).toEqual({
      ...after(created),
      name: 'B',
      city: null,
    }));
  it('are archived until they are unarchived', () => {
    const archived = PartnerArchived.of({ partnerId });
    expect(after(created, archived)).toEqual({ ...after(created), archived: true });
    expect(after(created, archived, PartnerUnarchived.of({ partnerId }))).toEqual(after(created));
  });
  it('have their references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '2' };
    const named = PartnerReferenced.of({ partnerId, reference: other });
    expect(after(created, named)?.references).toEqual([reference, other]);
    expect(after(created, named, PartnerUnreferenced.of({ partnerId, reference }))?.references).toEqual([other]);
  });
  it('are gone when they are deleted', () =>
    expect(after(created, PartnerDeleted.of({ partnerId, name: 'B', projectId }))).toBeUndefined());
});
