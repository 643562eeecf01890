import { inForce, withValue, type Dated } from '../../kernel/dated.js';
import { dateIn, type DateOnly } from '../../kernel/dates.js';
import type { DataOf, Happened } from '../../kernel/events.js';
import type { UserId } from '../../kernel/ids.js';
import type { Assignment, UserReassigned, UserRegistered } from './user.events.js';

/** What was said of manager and office, each by its own dates (ADR 36). */
export interface Assigned {
  readonly managerId: Dated<DateOnly, UserId | null>;
  readonly office: Dated<DateOnly, string | null>;
}

export const assignmentFields = ['managerId', 'office'] as const;

/** The first manager and office hold from the beginning unless they have a date. */
export function firstAssigned(data: DataOf<typeof UserRegistered>): Assigned {
  const from = data.validFrom ?? null;
  return {
    managerId: [{ from, value: data.managerId ?? null }],
    office: [{ from, value: data.office ?? null }],
  };
}

export function reassigned(
  { managerId, office }: Assigned,
  { data, metadata }: { readonly data: DataOf<typeof UserReassigned> } & Happened,
): Assigned {
  const { to, fields = assignmentFields } = data;
  const from = data.validFrom ?? (metadata === undefined ? null : dateIn(metadata.occurredAt.slice(0, 10)));
  return {
    managerId: fields.includes('managerId') ? withValue(managerId, from, to.managerId) : managerId,
    office: fields.includes('office') ? withValue(office, from, to.office) : office,
  };
}

/** The manager and office on a date; nobody and nowhere before the first. Without a date: those of the last. */
export const assignmentOn = ({ managerId, office }: Assigned, on?: DateOnly): Assignment => ({
  managerId: inForce(managerId, on)?.value ?? null,
  office: inForce(office, on)?.value ?? null,
});

/** Since when both are as on that date; null: from the beginning. */
export function assignedSince({ managerId, office }: Assigned, on: DateOnly): DateOnly | null {
  const dates = [inForce<DateOnly, unknown>(managerId, on)?.from, inForce<DateOnly, unknown>(office, on)?.from];
  return (
    dates
      .flatMap((date) => date ?? [])
      .sort()
      .at(-1) ?? null
  );
}

/** The assignment on each date on which something of it changes, the earliest first. */
export function assignments(assigned: Assigned): readonly ({ readonly from: DateOnly | null } & Assignment)[] {
  const dates = [...assigned.managerId, ...assigned.office].map(({ from }) => from);
  const inOrder = [...new Set(dates)].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return inOrder.map((from) => ({
    from,
    ...(from === null ? fromTheBeginning(assigned) : assignmentOn(assigned, from)),
  }));
}

const fromTheBeginning = ({ managerId, office }: Assigned): Assignment => ({
  managerId: managerId.find(({ from }) => from === null)?.value ?? null,
  office: office.find(({ from }) => from === null)?.value ?? null,
});
