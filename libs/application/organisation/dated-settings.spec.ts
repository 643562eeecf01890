import fc from 'fast-check';
import { calendarOf } from '../../kernel/calendar.js';
import { addDays, instantOf, type DateOnly, type Instant } from '../../kernel/dates.js';
import { newId, type PipelineId, type UserId } from '../../kernel/ids.js';
import { everything } from '../../read-store/read-store.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock, type FixedClock } from '../../testing/log/fixed-clock.js';
import { pipelines } from '../../../projections/organisation/pipelines.read-model.js';
import { users } from '../../../projections/organisation/users.read-model.js';
import { memoryAdapters } from '../adapters/memory.js';
import { GetByReference } from '../references/get-by-reference.js';
import { GetRecord, ListRecords } from '../records/record-queries.js';
import { aggregates } from '../register/aggregates.js';
import { groupingFor } from '../reports/sales-groupings.js';
import { openRuntime, type OpenRuntime } from '../runtime/open-runtime.js';
import { EditUser } from './organisation.commands.js';
import { ChangeSalesSettings } from './sales-settings.js';
import { CreatePipeline } from './pipelines.js';
import { GetSalesSettings } from './sales-settings.js';
import { PutUser, ReassignUser, RegisterUser } from './users.js';

const today = '2026-06-15' as DateOnly;
/** In Vienna the date has changed two hours before. */
const lateEvening = `${addDays(today, -1)}T22:30:00.000Z` as Instant;
const on = (days: number): DateOnly => addDays(today, days);

let clock: FixedClock;
let opened: OpenRuntime;
beforeEach(async () => {
  const settings = {
    calendar: calendarOf('Europe/Vienna'),
    adminApiKey: 'a-key-for-this-spec',
    follows: { projections: true },
  };
  clock = fixedClock(lateEvening);
  opened = await openRuntime(memoryAdapters({ clock }), settings);
});
afterEach(() => opened.close());

type Entry = Pick<ReassignUser['data'], 'managerId' | 'office' | 'validFrom'>;
const reference = { system: 'hr', type: 'employee', id: '7' };

const register = async (fields: Pick<RegisterUser['data'], 'office' | 'validFrom'> = {}): Promise<UserId> => {
  const userId = newId<UserId>();
  await opened.commands.execute(new RegisterUser({ userId, name: 'U', references: [], ...fields }, commandContext()));
  return userId;
};
const reassign = (userId: UserId, entry: Entry) =>
  opened.commands.execute(new ReassignUser({ userId, ...entry }, commandContext()));
const read = async (id: string, asOf?: string, knownAt?: string) =>
  (await opened.queries.execute(new GetRecord({ model: users, id, viewer: everything, asOf, knownAt }))).record;
const now = async (id: string) => {
  const asked = { model: users, aggregate: aggregates.user, id, viewer: everything };
  return (await opened.queries.execute(new GetRecord(asked))).record;
};
const idsOf = async (filter: object, asOf?: string, knownAt?: string, sort?: string): Promise<readonly unknown[]> => {
  const asked = { model: users, viewer: everything, asOf, knownAt, filter: JSON.stringify(filter), sort };
  return (await opened.queries.execute(new ListRecords(asked))).items.map(({ id }) => id);
};
/** As the report of sales by office and by manager has it for a sale on that date. */
const reported = async (userId: UserId, date: DateOnly, knownAt?: string) => {
  const at = { ...(knownAt !== undefined && { knownAt: knownAt as Instant }) };
  const source = { store: opened.runtime.store, at, viewer: everything, open: <T>(value: T) => Promise.resolve(value) };
  const keyOf = async (groupBy: 'manager' | 'office') => (await groupingFor(groupBy, source)).keyOf([userId, date]);
  const orNull = (key: string) => (key === '(none)' ? null : key);
  return { managerId: orNull(await keyOf('manager')), office: orNull(await keyOf('office')) };
};

describe('where and under whom a user works (ADR 36)', () => {
  it('does not follow a date to come before it is there, and follows it then without any event', async () => {
    const userId = await register({ office: 'Prague' });
    const { record } = await reassign(userId, { office: 'Vienna', validFrom: on(10) });
    expect(record).toMatchObject({ office: 'Prague' });
    await opened.runtime.projector.waitUntilCaughtUp();
    expect([await now(userId), await read(userId)]).toMatchObject([{ office: 'Prague' }, { office: 'Prague' }]);
    expect(await idsOf({ office: { eq: 'Vienna' } })).toEqual([]);
    await expect(read(userId, on(10))).rejects.toMatchObject({ code: 'as-of-in-future' });
    clock.advance(10 * 86_400_000);
    expect([await now(userId), await read(userId)]).toMatchObject([{ office: 'Vienna' }, { office: 'Vienna' }]);
    expect(await idsOf({ office: { eq: 'Vienna' } })).toEqual([userId]);
    const edited = await opened.commands.execute(new EditUser({ userId, name: 'V' }, commandContext()));
    expect(edited.record).toMatchObject({ office: 'Vienna', name: 'V' });
  });
  it('is not what a back-dated entry says where another holds since a later date', async () => {
    const userId = await register({ office: 'Linz' });
    await reassign(userId, { office: 'Graz', validFrom: on(-10) });
    const { record } = await reassign(userId, { office: 'Wels', validFrom: on(-100) });
    expect(record).toMatchObject({ office: 'Graz' });
    await opened.runtime.projector.waitUntilCaughtUp();
    expect(await read(userId, on(-50))).toMatchObject({ office: 'Wels' });
    expect(await idsOf({ office: { in: ['Graz', 'Wels', 'Linz'] } }, undefined, undefined, 'office')).toEqual([userId]);
  });
  it('says nothing again that was left out of today’s entry, nor what holds today already', async () => {
    const userId = await register({ office: 'Ried' });
    const before = await reassign(userId, { office: 'Ried' });
    expect(before).toMatchObject({ revision: 0 });
    expect(await reassign(userId, { office: null })).toMatchObject({ revision: 1, record: { office: null } });
  });
  it('is what is put by a reference again, and another is refused', async () => {
    const put = (office: string) =>
      opened.commands.execute(
        new PutUser({ reference, fields: { name: 'P', office, references: [] } }, commandContext()),
      );
    const { id } = await put('Enns');
    await reassign(id as UserId, { office: 'Melk', validFrom: on(5) });
    expect(await put('Enns')).toMatchObject({ id, record: { office: 'Enns' } });
    await expect(put('Melk')).rejects.toMatchObject({ code: 'only-at-creation' });
  });

  it('is on every date what the entries say, in whatever order: record, list, filter and report agree', async () => {
    const field = <T extends string>(values: readonly T[]) =>
      fc.option(fc.option(fc.constantFrom(...values), { freq: 5 }), { nil: undefined, freq: 2 });
    const managers = [await register(), await register()];
    const entry = fc.record({
      managerId: field(managers),
      office: field(['Prague', 'Vienna', 'Graz']),
      days: fc.integer({ min: -4, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 6 }), fc.boolean(), async (entries, isDated) => {
        const since = isDated ? { validFrom: on(-2) } : {};
        clock.advance(1);
        const userId = await register({ office: 'Brno', ...since });
        const known: Instant[] = [clock.now()];
        for (const { days, ...fields } of entries) {
          clock.advance(1);
          await reassign(userId, { ...fields, validFrom: on(days) });
          known.push(clock.now());
        }
        await opened.runtime.projector.waitUntilCaughtUp();
        for (const [count, knownAt] of known.entries()) {
          for (const days of [-9, -4, -3, -2, -1, 0, 1, 2, 3, 4, 9]) {
            // A date to come is asked about when it has come.
            const wait = Math.max(days, 0) * 86_400_000;
            clock.advance(wait);
            const first = { managerId: null, office: isDated && days < -2 ? null : 'Brno' };
            const start = isDated ? -2 : -99;
            const said = entries.slice(0, count);
            const wanted = {
              managerId: lastSaid(said, 'managerId', days, start) ?? first.managerId,
              office: lastSaid(said, 'office', days, start) ?? first.office,
            };
            const expected = { managerId: wanted.managerId || null, office: wanted.office || null };
            expect(await reported(userId, on(days), knownAt)).toEqual(expected);
            expect(await read(userId, on(days), knownAt)).toMatchObject(expected);
            const filter = {
              _id: { eq: userId },
              managerId: { eq: expected.managerId },
              office: { eq: expected.office },
            };
            expect(await idsOf(filter, on(days), knownAt)).toEqual([userId]);
            clock.advance(-wait);
          }
        }
      }),
      { numRuns: 15 },
    );
  }, 300_000);
});

/** By hand: the entry with the last date up to then that says anything of the field, the last of two; '' for null, undefined for none. */
function lastSaid(
  entries: readonly { readonly days: number; readonly managerId?: UserId | null; readonly office?: string | null }[],
  field: 'managerId' | 'office',
  days: number,
  start: number,
): string | undefined {
  let [found, since]: [string | undefined, number] = [undefined, days >= start ? start : -1_000];
  for (const entry of entries) {
    const value = entry[field];
    if (value === undefined || entry.days > days || entry.days < since) continue;
    [found, since] = [value ?? '', entry.days];
  }
  return found;
}

describe('settings before their first value (ADR 36)', () => {
  it('are as they were first, in records, lists and by reference as in reports; only what was not known is not there', async () => {
    const pipelineId = newId<PipelineId>();
    const before = instantOf(Date.parse(clock.now()) - 1);
    const stages = [{ name: 'Open', category: 'open', probability: '10' }] as const;
    await opened.commands.execute(new CreatePipeline({ pipelineId, name: 'First', stages }, commandContext()));
    const userId = newId<UserId>();
    const other = { ...reference, id: '8' };
    const fields = { userId, name: 'U', office: 'Bonn', references: [other] };
    await opened.commands.execute(new RegisterUser(fields, commandContext()));
    await opened.runtime.projector.waitUntilCaughtUp();
    const pipeline = (asOf?: string, knownAt?: string) =>
      opened.queries.execute(new GetRecord({ model: pipelines, id: pipelineId, viewer: everything, asOf, knownAt }));
    expect((await pipeline('2020-01-01')).record).toMatchObject({ name: 'First' });
    const listed = { model: pipelines, viewer: everything, asOf: '2020-01-01', filter: '{"name":{"eq":"First"}}' };
    expect((await opened.queries.execute(new ListRecords(listed))).items).toHaveLength(1);
    await expect(pipeline('2020-01-01', before)).rejects.toMatchObject({ code: 'record-not-found' });
    expect(await read(userId, '2020-01-01')).toMatchObject({ office: 'Bonn' });
    const named = { aggregate: aggregates.user, reference: other, viewer: everything, asOf: '2020-01-01' };
    expect((await opened.queries.execute(new GetByReference(named))).record).toMatchObject({ id: userId });
  });
});

describe('the settings of sales (SET-08, ADR 36)', () => {
  const asked = (asOf?: string, knownAt?: string) =>
    opened.queries.execute(new GetSalesSettings({ viewer: everything, asOf, knownAt }));
  const change = async (usePriceBookItems: boolean) => {
    await opened.commands.execute(new ChangeSalesSettings({ usePriceBookItems }, commandContext()));
    await opened.runtime.projector.waitUntilCaughtUp();
    return clock.now();
  };

  it('are as delivered while nothing was said, now and then', async () => {
    expect(await asked()).toEqual({ usePriceBookItems: true, campaignProjectId: null });
    expect(await asked('2020-01-01')).toMatchObject({ usePriceBookItems: true, asOf: '2020-01-01T22:59:59.999Z' });
  });

  it('are as of then, and before they were first changed as that left them, as commands use them', async () => {
    const before = clock.now();
    clock.advance(86_400_000);
    const off = await change(false);
    clock.advance(86_400_000);
    const on = await change(true);
    expect(await asked()).toEqual({ usePriceBookItems: true, campaignProjectId: null });
    expect(await asked(on)).toEqual({ usePriceBookItems: true, campaignProjectId: null, asOf: on, knownAt: on });
    expect(await asked(off)).toEqual({ usePriceBookItems: false, campaignProjectId: null, asOf: off, knownAt: on });
    expect(await asked('2020-01-01')).toMatchObject({ usePriceBookItems: false });
    expect(await asked(undefined, off)).toEqual({
      usePriceBookItems: false,
      campaignProjectId: null,
      asOf: on,
      knownAt: off,
    });
    expect(await asked(on, off)).toMatchObject({ usePriceBookItems: false });
    expect(await asked('2020-01-01', before)).toMatchObject({ usePriceBookItems: true, knownAt: before });
  });

  it('are not asked about in the future', async () => {
    await expect(asked(on(2))).rejects.toMatchObject({ code: 'as-of-in-future' });
    await expect(asked(undefined, on(2))).rejects.toMatchObject({ code: 'known-at-in-future' });
  });
});
