import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { PartnerId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import { withArchive, type ArchiveCommand, type WithoutArchive } from '../../kernel/with-archive.js';
import { withReferences, type ReferenceCommand, type WithoutReferences } from '../../kernel/with-references.js';
import {
  PartnerArchived,
  PartnerCreated,
  PartnerDeleted,
  PartnerEdited,
  partnerProfile,
  PartnerReferenced,
  PartnerUnarchived,
  PartnerUnreferenced,
  type PartnerEvent,
} from './partner.events.js';

/** PAR-01 */
export interface CreatePartner extends NewProfile<typeof partnerProfile> {
  readonly type: 'CreatePartner';
  readonly partnerId: PartnerId;
  readonly references: References;
}
/** PAR-02: null clears a field; fields that are absent stay. */
export interface EditPartner extends ProfileChanges<typeof partnerProfile> {
  readonly type: 'EditPartner';
  readonly partnerId: PartnerId;
}
export interface DeletePartner {
  readonly type: 'DeletePartner';
  readonly partnerId: PartnerId;
  /** How many records name the partner, as they were counted. */
  readonly inUse: Readonly<Record<'accounts' | 'contacts' | 'leads' | 'opportunities' | 'contracts', number>>;
}
export type ArchivePartner = ArchiveCommand<typeof PartnerArchived>;
export type ReferencePartner = ReferenceCommand<typeof PartnerReferenced>;
export type PartnerCommand = CreatePartner | EditPartner | DeletePartner | ArchivePartner | ReferencePartner;

export const partnerRefusals = refusals({
  'partner-exists': 'conflict',
  'partner-not-found': 'not-found',
  'partner-name-required': 'invalid',
  'partner-archived': 'conflict',
  'partner-in-use': 'conflict',
});

type Partner = Created<typeof PartnerCreated> & { readonly archived: boolean };
export type PartnerState = Partner | 'deleted' | null;
type OwnCommand = WithoutArchive<WithoutReferences<PartnerCommand>>;
type OwnEvent = WithoutArchive<WithoutReferences<PartnerEvent>>;

const reject = rejecting(partnerRefusals);

const decider: Decider<OwnCommand, OwnEvent, PartnerState> = {
  category: 'partner',
  initialState: null,
  streamIdOf: (command) => command.partnerId,

  decide(command, state) {
    if (command.type === 'CreatePartner') return create(command, state);
    if (command.type === 'DeletePartner' && state === 'deleted') return [];
    if (state === null || state === 'deleted') return notFound(command);
    switch (command.type) {
      case 'EditPartner':
        return edit(command, state);
      case 'DeletePartner':
        return remove(command, state);
    }
  },

  evolve(state, event) {
    if (event.type === 'PartnerCreated') return { ...asCreated(event.data), archived: false };
    if (state === null || state === 'deleted') return state;
    switch (event.type) {
      case 'PartnerEdited':
        return partnerProfile.after(state, event.data);
      case 'PartnerDeleted':
        return 'deleted';
    }
  },
};

const names = { idOf: ({ partnerId }: OfPartner) => partnerId, notFound };

/** An archived partner takes no further references either. */
export const partner: Decider<PartnerCommand, PartnerEvent, PartnerState> = withArchive(
  withReferences(decider, { ...names, referenced: PartnerReferenced, unreferenced: PartnerUnreferenced }),
  { ...names, archived: PartnerArchived, unarchived: PartnerUnarchived, refuse: isArchived },
);

interface OfPartner {
  readonly partnerId: PartnerId;
}

function notFound({ partnerId }: OfPartner): never {
  return reject('partner-not-found', `There is no partner ${partnerId}.`);
}

function isArchived({ partnerId }: OfPartner): never {
  return reject('partner-archived', `The partner ${partnerId} is archived. Unarchive it first.`);
}

function create(command: CreatePartner, state: PartnerState): readonly OwnEvent[] {
  const { partnerId, references } = command;
  const event = PartnerCreated.of({ partnerId, ...partnerProfile.of(command), references });
  if (state !== null) {
    return createdAgain(state === 'deleted' ? undefined : state.created, event, () =>
      reject(
        'partner-exists',
        `The partner ${partnerId} exists and was not created like this one, or was deleted. Use a new id.`,
      ),
    );
  }
  refuseNameless(event.data);
  return [event];
}

function edit(command: EditPartner, state: Partner): readonly OwnEvent[] {
  const edited = partnerProfile.edit(state, command);
  if (!edited) return [];
  refuseNameless(partnerProfile.after(state, edited));
  return [PartnerEdited.of({ partnerId: command.partnerId, ...edited })];
}

function remove({ partnerId, inUse }: DeletePartner, { name, projectId }: Partner): readonly OwnEvent[] {
  const naming = Object.entries(inUse).filter(([, count]) => count > 0);
  if (naming.length > 0) {
    const named = naming.map(([kind, count]) => `${String(count)} ${kind}`).join(', ');
    reject('partner-in-use', `The partner "${name}" is named by ${named}. Archive it instead.`, inUse);
  }
  return [PartnerDeleted.of({ partnerId, name, projectId })];
}

function refuseNameless({ name }: Pick<Partner, 'name'>): void {
  if (name.trim() === '') reject('partner-name-required', 'Name the partner.');
}
