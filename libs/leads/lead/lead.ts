import { asCreated, createdAgain } from '../../kernel/creation.js';
import { pick } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import type { LeadId } from '../../kernel/ids.js';
import { isErased } from '../../kernel/personal.js';
import { acceptedAmount } from '../../kernel/pricing.js';
import type { ProfileOf } from '../../kernel/profile.js';
import { withArchive, type WithoutArchive } from '../../kernel/with-archive.js';
import { withReferences, type WithoutReferences } from '../../kernel/with-references.js';
import type { ChangeLeadOwner, CreateLead, EditLead, LeadCommand } from './lead.commands.js';
import {
  LeadArchived,
  LeadCreated,
  LeadEdited,
  LeadOwnerChanged,
  leadProfile,
  LeadReferenced,
  LeadUnarchived,
  LeadUnreferenced,
  type LeadEvent,
} from './lead.events.js';
import { reject, type Lead, type LeadState } from './lead.state.js';
import { disqualify, qualify, reopen } from './qualification.js';

type OwnCommand = WithoutArchive<WithoutReferences<LeadCommand>>;
type OwnEvent = WithoutArchive<WithoutReferences<LeadEvent>>;

const decider: Decider<OwnCommand, OwnEvent, LeadState> = {
  category: 'lead',
  initialState: null,
  streamIdOf: (command) => command.leadId,

  decide(command, state) {
    if (command.type === 'CreateLead') return create(command, state);
    const found = state ?? notFound(command);
    switch (command.type) {
      case 'EditLead':
        return edit(command, found);
      case 'ChangeLeadOwner':
        return changeOwner(command, found);
      case 'DisqualifyLead':
        return disqualify(command, found);
      case 'ReopenLead':
        return reopen(command, found);
      case 'QualifyLead':
        return qualify(command, found);
    }
  },

  evolve(state, event) {
    if (event.type === 'LeadCreated') return { ...asCreated(event.data), archived: false };
    if (state === null) return state;
    switch (event.type) {
      case 'LeadEdited':
        return leadProfile.after(state, event.data);
      case 'LeadDisqualified':
        return { ...state, disqualified: pick(event.data, ['reasonCode', 'comment']) };
      case 'LeadReopened':
        return { ...state, disqualified: undefined };
      case 'LeadOwnerChanged':
        return { ...state, ownerId: event.data.to ?? undefined };
      case 'LeadQualified':
        return { ...state, accountId: event.data.account?.accountId ?? state.accountId, qualified: event.data };
    }
  },
};

const names = { idOf: ({ leadId }: OfLead) => leadId, notFound };

/** An archived lead takes no further references either. */
export const lead: Decider<LeadCommand, LeadEvent, LeadState> = withArchive(
  withReferences(decider, { ...names, referenced: LeadReferenced, unreferenced: LeadUnreferenced }),
  { ...names, archived: LeadArchived, unarchived: LeadUnarchived, refuse: isArchived },
);

interface OfLead {
  readonly leadId: LeadId;
}

function notFound({ leadId }: OfLead): never {
  return reject('lead-not-found', `There is no lead ${leadId}.`);
}

function isArchived({ leadId }: OfLead): never {
  return reject('lead-archived', `The lead ${leadId} is archived. Unarchive it first.`);
}

function create(command: CreateLead, state: LeadState): readonly OwnEvent[] {
  const { leadId, personId, kind = 'new', references } = command;
  const estimatedValue = command.estimatedValue && acceptedAmount(command.estimatedValue);
  const profile = { ...leadProfile.of(command), kind, estimatedValue };
  const event = LeadCreated.of({ leadId, personId, ...profile, references });
  if (state !== null) {
    return createdAgain(state.created, event, () =>
      reject('lead-exists', `The lead ${leadId} exists and was not created like this one. Edit it instead.`),
    );
  }
  refuseNameless(profile);
  return [event];
}

function edit(command: EditLead, state: Lead): readonly OwnEvent[] {
  const { leadId, estimatedValue } = command;
  const edited = leadProfile.edit(state, {
    ...command,
    estimatedValue: estimatedValue && acceptedAmount(estimatedValue),
  });
  if (!edited) return [];
  refuseNameless(leadProfile.after(state, edited));
  return [LeadEdited.of({ leadId, personId: state.personId, ...edited })];
}

function changeOwner({ leadId, ownerId }: ChangeLeadOwner, state: Lead): readonly OwnEvent[] {
  const from = state.ownerId ?? null;
  return ownerId === from ? [] : [LeadOwnerChanged.of({ leadId, from, to: ownerId })];
}

function refuseNameless({ lastName, organisation, email }: Partial<ProfileOf<typeof leadProfile>>): void {
  const names = [lastName, organisation, email];
  if (names.some((name) => name !== undefined && (isErased(name) || name.trim() !== ''))) return;
  reject('lead-name-required', 'A lead needs a last name, an organisation or an e-mail address.');
}
