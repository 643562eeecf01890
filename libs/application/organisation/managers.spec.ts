import { CommandExecutor } from '../../commands/command-executor.js';
import { calendarOf } from '../../kernel/calendar.js';
import { addDays, instantOf, type DateOnly } from '../../kernel/dates.js';
import { newId, type UserId } from '../../kernel/ids.js';
import { UserReassigned } from '../../organisation/user/user.events.js';
import { userHierarchy } from '../../organisation/user-hierarchy/user-hierarchy.js';
import { everything } from '../../read-store/read-store.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { users } from '../../../projections/organisation/users.read-model.js';
import { memoryAdapters } from '../adapters/memory.js';
import { GetRecord } from '../records/record-queries.js';
import { aggregates } from '../register/aggregates.js';
import { openRuntime, type OpenRuntime } from '../runtime/open-runtime.js';
import { ReassignUser, RegisterUser } from './users.js';

const today = '2026-06-15' as DateOnly;
const on = (days: number): DateOnly => addDays(today, days);
const clock = fixedClock(instantOf(Date.parse(`${today}T12:00:00Z`)));

let opened: OpenRuntime;
beforeAll(async () => {
  const settings = { calendar: calendarOf('UTC'), adminApiKey: 'a-key-for-this-spec' };
  opened = await openRuntime(memoryAdapters({ clock }), settings);
});
afterAll(() => opened.close());

const register = async (managerId?: UserId, validFrom?: DateOnly): Promise<UserId> => {
  const userId = newId<UserId>();
  const fields = { userId, name: 'U', managerId, validFrom, references: [] };
  await opened.commands.execute(new RegisterUser(fields, commandContext()));
  return userId;
};
const assign = (userId: UserId, managerId: UserId | null, validFrom?: DateOnly) =>
  opened.commands.execute(new ReassignUser({ userId, managerId, validFrom }, commandContext()));
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error: unknown) => String(Reflect.get(error as object, 'code')),
  );
const managerOf = async (id: UserId, asOf?: string) => {
  await opened.runtime.settled();
  const asked = { model: users, id, viewer: everything, asOf };
  return (await opened.queries.execute(new GetRecord(asked))).record['managerId'];
};

describe('a user’s manager (ADR 37)', () => {
  it('is not below the user, on any date', async () => {
    const top = await register();
    const middle = await register(top, on(-20));
    const bottom = await register(middle);
    expect(await refusal(assign(top, bottom))).toBe('manager-cycle');
    await assign(bottom, null, on(-5));
    expect(await refusal(assign(top, bottom, on(-10)))).toBe('manager-cycle');
    expect(await refusal(assign(top, bottom, on(-30)))).toBe('manager-cycle');
    expect(await refusal(assign(top, bottom, on(-5)))).toBe('taken');
    expect(await refusal(assign(bottom, middle, on(10)))).toBe('manager-cycle');
    expect(await refusal(assign(top, top))).toBe('user-manages-self');
    expect([await managerOf(top), await managerOf(bottom), await managerOf(bottom, on(-10))]).toEqual([
      bottom,
      null,
      middle,
    ]);
  });

  it('is refused to one of two who would be under each other at once', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const [one, other] = [await register(), await register()];
      const both = await Promise.all([refusal(assign(one, other)), refusal(assign(other, one))]);
      expect(both.sort()).toEqual(['manager-cycle', 'taken']);
    }
  });

  it('is answered again as the first time, and said once', async () => {
    const [one, other] = [await register(), await register()];
    const command = new ReassignUser({ userId: one, managerId: other, office: 'Graz' }, commandContext());
    const first = await opened.commands.execute(command);
    await opened.runtime.settled();
    expect(await opened.commands.execute(command)).toEqual(first);
    expect(await assign(one, other)).toMatchObject({ revision: first.revision });
    expect(first.record).toMatchObject({ managerId: other, office: 'Graz' });
  });

  it('is what the tree says, where who said so did not come to saying it of the user', async () => {
    const [one, other] = [await register(), await register()];
    const place = { type: 'PlaceUser', userId: one, managerId: other, since: on(-3) } as const;
    await opened.context.get(CommandExecutor).execute(userHierarchy, place, commandContext());
    expect([await managerOf(one), await managerOf(one, on(-4))]).toEqual([other, null]);
    const nobody = { ...place, userId: newId<UserId>() };
    await opened.context.get(CommandExecutor).execute(userHierarchy, nobody, commandContext());
    await opened.runtime.settled();
    expect(opened.runtime.processes.runners.flatMap((runner) => runner.parked())).toEqual([]);
  });

  it('that was stored before there was a tree counts, and a circle that was is opened again', async () => {
    const executor = opened.context.get(CommandExecutor);
    const stored = async (userId: UserId, managerId: UserId) => {
      const from = { managerId: null, office: null };
      const event = UserReassigned.of({ userId, from, to: { managerId, office: null }, validFrom: on(-9) });
      const before = { ...aggregates.user, decide: () => [event] };
      await executor.execute(before, { type: 'ActivateUser', userId }, commandContext());
      await opened.runtime.settled();
    };
    const [one, other, third] = [await register(), await register(), await register()];
    await stored(one, other);
    expect(await refusal(assign(other, one))).toBe('manager-cycle');
    await stored(other, one);
    expect([await managerOf(one), await managerOf(other)]).toEqual([other, one]);
    expect(await refusal(assign(third, one))).toBe('taken');
    await assign(one, null);
    expect(await refusal(assign(other, third))).toBe('taken');
    expect(opened.runtime.processes.runners.flatMap((runner) => runner.parked())).toEqual([]);
  });
});
