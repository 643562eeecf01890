import { examplesOf } from '../../test/events/stored-examples.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import { newId } from '../../libs/kernel/ids.js';
import { aggregates } from '../../libs/application/register/aggregates.js';
import { timeline } from '../../libs/application/register/timeline.js';

/** The aggregates that say whose timeline their events belong to. */
const shown = Object.values(aggregates).flatMap(({ category, registration }) =>
  registration.subjectOf === undefined ? [] : [category],
);

describe('the timeline (ACT-06)', () => {
  it('has a row for each event of every aggregate that says whose it is, with its place', () => {
    for (const aggregate of shown) {
      const examples = examplesOf(aggregate);
      const rows = rowsOf(timeline, examples);
      expect([aggregate, [...rows.keys()]]).toEqual([aggregate, examples.map(({ id }) => id)]);
      expect([...rows.values()].map(({ type, stream, revision }) => ({ type, stream, revision }))).toEqual(
        examples.map(({ type, stream, revision }) => ({ type, stream, revision })),
      );
    }
  });

  it.each([
    ['opportunity', 'opportunity'],
    ['account', 'account'],
    ['accountHierarchy', 'account'],
    ['comment', 'account'],
    ['lead', 'lead'],
  ])('shows events of %s under the %s they are about', (aggregate, kind) => {
    const examples = examplesOf(aggregate);
    const about = examples.map(({ data }) => {
      const { subject, [`${kind}Id`]: own } = data as { subject?: { id: string } } & Record<string, unknown>;
      return `${kind}:${String(subject?.id ?? own)}`;
    });
    expect([...rowsOf(timeline, examples).values()].map(({ subject }) => subject)).toEqual(about);
  });

  it('shows an account that was moved at the date of the move, not when the tree was told (ADR 37)', () => {
    const [moved] = examplesOf('accountHierarchy');
    if (moved === undefined) throw new Error('There is no example.');
    const since = '2016-03-01T00:00:00.000Z';
    const dated = { ...moved, data: { ...(moved.data as object), since } };
    expect([...rowsOf(timeline, [moved, { ...dated, id: newId() }]).values()].map((row) => row.occurredAt)).toEqual([
      moved.metadata.occurredAt,
      since,
    ]);
  });

  it('shows a contract under its opportunity, and under its account where it has none', () => {
    const examples = examplesOf('contract');
    const rows = rowsOf(timeline, examples);
    const subjects = examples.map(({ id, data }) => {
      const { opportunityId, account } = data as { opportunityId?: string; account: { id: string } };
      return [
        rows.get(id)?.subject,
        opportunityId === undefined ? `account:${account.id}` : `opportunity:${opportunityId}`,
      ];
    });
    expect(subjects.map(([is]) => is)).toEqual(subjects.map(([, wanted]) => wanted));
    expect(new Set(subjects.map(([is]) => is?.split(':')[0]))).toEqual(new Set(['opportunity', 'account']));
  });

  it('shows an activity under the record that it is about', () => {
    const examples = examplesOf('activity').filter(({ data }) => Object.hasOwn(data as object, 'subject'));
    const subjects = examples.map(({ data }) => (data as { subject: { kind: string; id: string } }).subject);
    expect([...rowsOf(timeline, examples).values()].map(({ subject }) => subject)).toEqual(
      subjects.map(({ kind, id }) => `${kind}:${id}`),
    );
  });
});
