import Type, { type Static } from 'typebox';
import { DateOnly } from '../../libs/kernel/dates.js';
import type { RecordedOf } from '../../libs/kernel/events.js';
import { idSchema, type EmploymentId, type PersonId } from '../../libs/kernel/ids.js';
import { Personal } from '../../libs/kernel/personal.js';
import { References } from '../../libs/kernel/references.js';
import {
  ContactCreated,
  ContactEmploymentAdded,
  contactProfile,
  Employer,
  employmentProfile,
  type ContactEvent,
} from '../../libs/people/contact/contact.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key, Nullable } from '../row-schemas.js';

const EmploymentRow = Type.Object({
  employmentId: idSchema<EmploymentId>(),
  employer: Employer,
  role: Nullable(Personal(Type.String())),
  since: Nullable(DateOnly),
  until: Nullable(DateOnly),
});
type EmploymentRow = Static<typeof EmploymentRow>;

const ContactRow = Type.Object({
  _id: key,
  personId: idSchema<PersonId>(),
  ...contactProfile.row,
  /** In the order of their entry. */
  employments: Type.Array(EmploymentRow),
  /** Where the person works or has worked, to look up by. */
  accountIds: Type.Array(Type.String()),
  partnerIds: Type.Array(Type.String()),
  /** PCO-04: an employee of an account, a consultant of a partner. */
  kinds: Type.Array(Type.Enum(['employee', 'consultant'])),
  createdAt: Type.String({ format: 'date-time' }),
  references: References,
});
export type ContactRow = Static<typeof ContactRow>;

/** PCO-02: contacts as lists show them. What is sealed is neither searched nor sorted by. */
export const contacts = readModel<ContactEvent>()({
  name: 'contacts',
  version: 1,
  row: ContactRow,
  fields: {
    ownerId: 'text',
    projectId: 'text',
    accountIds: 'texts',
    partnerIds: 'texts',
    kinds: 'texts',
    tags: 'texts',
    createdAt: 'instant',
    references: 'references',
  },
  indexes: [['ownerId'], ['projectId'], ['createdAt']],
  keepsHistory: true,
  on: {
    ContactCreated: (_row, event) => ({
      _id: event.data.contactId,
      personId: event.data.personId,
      ...contactProfile.newRow(event.data),
      ...employed([employmentIn(event)]),
      createdAt: event.metadata.occurredAt,
      references: event.data.references,
    }),
    ContactEdited: (row, { data }) => contactProfile.editedRow(row, data),
    ContactOwnerChanged: (row, { data }) => ({ ...row, ownerId: data.to }),
    ContactEmploymentAdded: (row, event) => ({ ...row, ...employed([...row.employments, employmentIn(event)]) }),
    ContactEmploymentEdited: (row, { data }) => ({
      ...row,
      employments: row.employments.map((one) =>
        one.employmentId === data.employmentId ? employmentProfile.editedRow(one, data) : one,
      ),
    }),
    ContactEmploymentRemoved: (row, { data }) => ({
      ...row,
      ...employed(row.employments.filter(({ employmentId }) => employmentId !== data.employmentId)),
    }),
    ContactDeleted: () => null,
    ContactReferenced: referenced,
    ContactUnreferenced: unreferenced,
  },
});

const employmentIn = ({
  data,
}: Pick<RecordedOf<ReturnType<(typeof ContactCreated | typeof ContactEmploymentAdded)['of']>>, 'data'>) => ({
  employmentId: data.employmentId,
  employer: data.employer,
  ...employmentProfile.newRow(data),
});

function employed(
  employments: EmploymentRow[],
): Pick<ContactRow, 'employments' | 'accountIds' | 'partnerIds' | 'kinds'> {
  const idsOf = (kind: Employer['kind']) => [
    ...new Set(employments.flatMap(({ employer }) => (employer.kind === kind ? [employer.id] : []))),
  ];
  const [accountIds, partnerIds] = [idsOf('account'), idsOf('partner')];
  const kinds: ContactRow['kinds'] = [
    ...(accountIds.length > 0 ? (['employee'] as const) : []),
    ...(partnerIds.length > 0 ? (['consultant'] as const) : []),
  ];
  return { employments, accountIds, partnerIds, kinds };
}
