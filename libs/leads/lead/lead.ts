import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import { pick } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import type { LeadId, PersonId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import { isErased } from '../../kernel/personal.js';
import { acceptedAmount, pricingRefusals } from '../../kernel/pricing.js';
import { personRefusals, type NewProfile, type ProfileChanges, type ProfileOf } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import { withArchive, type ArchiveCommand, type WithoutArchive } from '../../kernel/with-archive.js';
import { withReferences, type ReferenceCommand, type WithoutReferences } from '../../kernel/with-references.js';
import {
  LeadArchived,
  LeadCreated,
  LeadDisqualified,
  LeadEdited,
  leadProfile,
  LeadReferenced,
  LeadUnarchived,
  LeadUnreferenced,
  type LeadEvent,
} from './lead.events.js';

/** LEAD-01, BX-03: `kind` is `new` by default. `personId` is the person that the lead is, minted here. */
export interface CreateLead extends NewProfile<typeof leadProfile, 'kind'> {
  readonly type: 'CreateLead';
  readonly leadId: LeadId;
  readonly personId: PersonId;
  readonly references: References;
}
/** LEAD-02: null clears a field; fields that are absent stay. */
export interface EditLead extends ProfileChanges<typeof leadProfile> {
  readonly type: 'EditLead';
  readonly leadId: LeadId;
}
/** LEAD-09 */
export interface DisqualifyLead {
  readonly type: 'DisqualifyLead';
  readonly leadId: LeadId;
  readonly reasonCode: string;
  readonly comment?: string | undefined;
}
export type ArchiveLead = ArchiveCommand<typeof LeadArchived>;
export type ReferenceLead = ReferenceCommand<typeof LeadReferenced>;
export type LeadCommand = CreateLead | EditLead | DisqualifyLead | ArchiveLead | ReferenceLead;

export const leadRefusals = refusals({
  ...pricingRefusals,
  ...personRefusals,
  'lead-exists': 'conflict',
  'lead-not-found': 'not-found',
  'lead-name-required': 'invalid',
  'lead-disqualified': 'conflict',
  'lead-archived': 'conflict',
});

type Disqualification = Pick<DataOf<typeof LeadDisqualified>, 'reasonCode' | 'comment'>;
type Lead = Created<typeof LeadCreated> & { readonly archived: boolean; readonly disqualified?: Disqualification };
export type LeadState = Lead | null;
type OwnCommand = WithoutArchive<WithoutReferences<LeadCommand>>;
type OwnEvent = WithoutArchive<WithoutReferences<LeadEvent>>;

const reject = rejecting(leadRefusals);

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
      case 'DisqualifyLead':
        return disqualify(command, found);
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

function disqualify(command: DisqualifyLead, { personId, disqualified }: Lead): readonly OwnEvent[] {
  const { leadId } = command;
  const facts = pick(command, ['reasonCode', 'comment']);
  if (disqualified === undefined) return [LeadDisqualified.of({ leadId, personId, ...facts })];
  if (sameJson(facts, disqualified)) return [];
  return reject('lead-disqualified', `The lead ${leadId} is disqualified already: "${disqualified.reasonCode}".`);
}

function refuseNameless({ lastName, organisation, email }: Partial<ProfileOf<typeof leadProfile>>): void {
  const names = [lastName, organisation, email];
  if (names.some((name) => name !== undefined && (isErased(name) || name.trim() !== ''))) return;
  reject('lead-name-required', 'A lead needs a last name, an organisation or an e-mail address.');
}
