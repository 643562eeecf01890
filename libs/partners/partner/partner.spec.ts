import { newId, type PartnerId, type ProjectId, type UserId } from '../../kernel/ids.js';
import { personalFieldsOf } from '../../kernel/personal.js';
import { given } from '../../testing/given.js';
import {
  PartnerArchived,
  PartnerCreated,
  PartnerDeleted,
  PartnerEdited,
  PartnerReferenced,
  PartnerUnarchived,
  PartnerUnreferenced,
} from './partner.events.js';
import { partner, type ArchivePartner, type CreatePartner, type DeletePartner } from './partner.js';

const partnerId = newId<PartnerId>();
const projectId = newId<ProjectId>();
const facts = { partnerId, name: 'Borealis Partners', country: 'AT', projectId, references: [] } as const;
const create: CreatePartner = { type: 'CreatePartner', ...facts };
const created = PartnerCreated.of(facts);
const edit = { type: 'EditPartner', partnerId } as const;
const archive: ArchivePartner = { type: 'ArchivePartner', partnerId };
const unarchive: ArchivePartner = { type: 'UnarchivePartner', partnerId };
const archived = PartnerArchived.of({ partnerId });
const unarchived = PartnerUnarchived.of({ partnerId });
const nothing = { accounts: 0, contacts: 0, leads: 0, opportunities: 0, contracts: 0 };
const remove: DeletePartner = { type: 'DeletePartner', partnerId, inUse: nothing };
const deleted = PartnerDeleted.of({ partnerId, name: 'Borealis Partners', projectId });

describe('a partner', () => {
  it('is created (PAR-01)', () => given(partner).when(create).thenEvents(created));
  it('needs a name', () =>
    given(partner)
      .when({ ...create, name: ' ' })
      .thenRejected('partner-name-required'));
  it('is a company: nothing of it is sealed', () => expect(personalFieldsOf(PartnerCreated.schema)).toEqual([]));
  it('is not created again by the same, and not as another', () => {
    given(partner, created, archived).when(create).thenNothing();
    given(partner, created)
      .when({ ...create, country: 'DE' })
      .thenRejected('partner-exists');
    given(partner, created, deleted).when(create).thenRejected('partner-exists');
  });

  it('is edited, saying from and to (PAR-02)', () => {
    const ownerId = newId<UserId>();
    given(partner, created)
      .when({ ...edit, name: 'Borealis', country: null, ownerId })
      .thenEvents(
        PartnerEdited.of({
          partnerId,
          from: { name: 'Borealis Partners', country: 'AT', ownerId: null },
          to: { name: 'Borealis', country: null, ownerId },
        }),
      );
    given(partner, created)
      .when({ ...edit, country: 'AT' })
      .thenNothing();
    given(partner, created)
      .when({ ...edit, name: '' })
      .thenRejected('partner-name-required');
    given(partner).when(edit).thenRejected('partner-not-found');
  });

  it('is archived and unarchived, each once, and stays as it is in between', () => {
    given(partner, created).when(archive).thenEvents(archived);
    given(partner, created, archived).when(archive).thenNothing();
    given(partner, created, archived).when(unarchive).thenEvents(unarchived);
    given(partner, created).when(unarchive).thenNothing();
    given(partner).when(archive).thenRejected('partner-not-found');
    given(partner, created, archived)
      .when({ ...edit, name: 'Borealis' })
      .thenRejected('partner-archived');
    given(partner, created, archived).when(remove).thenRejected('partner-archived');
  });

  it('is deleted once, where nothing names it (PAR-02)', () => {
    given(partner, created).when(remove).thenEvents(deleted);
    given(partner, created, deleted).when(remove).thenNothing();
    given(partner, created, deleted).when(edit).thenRejected('partner-not-found');
    given(partner, created, deleted).when(archive).thenRejected('partner-not-found');
    given(partner).when(remove).thenRejected('partner-not-found');
    for (const kind of ['accounts', 'leads', 'opportunities', 'contracts']) {
      given(partner, created)
        .when({ ...remove, inUse: { ...nothing, [kind]: 1 } })
        .thenRejected('partner-in-use', { [kind]: 1 });
    }
  });

  it('takes and loses references of outside systems, each once, and none while it is archived', () => {
    const reference = { system: 'erp', type: 'vendor', id: '10042' };
    const referenced = PartnerReferenced.of({ partnerId, reference });
    given(partner, created).when({ type: 'ReferencePartner', partnerId, reference }).thenEvents(referenced);
    given(partner, created, referenced).when({ type: 'ReferencePartner', partnerId, reference }).thenNothing();
    given(partner, created, referenced)
      .when({ type: 'UnreferencePartner', partnerId, reference })
      .thenEvents(PartnerUnreferenced.of({ partnerId, reference }));
    given(partner, created, archived)
      .when({ type: 'ReferencePartner', partnerId, reference })
      .thenRejected('partner-archived');
    given(partner, created, deleted)
      .when({ type: 'ReferencePartner', partnerId, reference })
      .thenRejected('partner-not-found');
  });
});
