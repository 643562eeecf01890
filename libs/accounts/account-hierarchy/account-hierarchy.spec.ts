import { instantOf, type Instant } from '../../kernel/dates.js';
import { parentAt } from '../../kernel/dated-tree.js';
import { newId, type AccountId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { AccountMoved } from './account-hierarchy.events.js';
import { accountHierarchy } from './account-hierarchy.js';

const holding = newId<AccountId>();
const group = newId<AccountId>();
const firm = newId<AccountId>();
const day = (n: number): Instant => instantOf(Date.UTC(2017, 0, n));
const move = (accountId: AccountId, parentId: AccountId | null, since = 9) =>
  ({ type: 'MoveAccount', accountId, parentId, since: day(since) }) as const;
const moveNow = (accountId: AccountId, parentId: AccountId | null, now = 9) =>
  ({ ...move(accountId, parentId, now), isNow: true }) as const;
const moved = (accountId: AccountId, from: AccountId | null, to: AccountId | null, since = 9) =>
  AccountMoved.of({ accountId, from, to, since: day(since) });
const family = [moved(group, null, holding, 5), moved(firm, null, group, 5)];

describe('the hierarchy of accounts (ACC-19, ACC-20)', () => {
  it('is one stream', () => {
    expect(accountHierarchy.streamIdOf(move(firm, group))).toBe(accountHierarchy.streamIdOf(move(group, holding)));
  });
  it('puts an account under another', () =>
    given(accountHierarchy)
      .when(move(firm, group))
      .thenEvents(moved(firm, null, group)));
  it('moves it from there, and out again', () => {
    given(accountHierarchy, ...family)
      .when(moveNow(firm, holding))
      .thenEvents(moved(firm, group, holding));
    given(accountHierarchy, ...family)
      .when(moveNow(firm, null))
      .thenEvents(moved(firm, group, null));
  });
  it('stays where an account is there already', () => {
    given(accountHierarchy, ...family)
      .when(moveNow(firm, group))
      .thenNothing();
    given(accountHierarchy).when(moveNow(firm, null)).thenNothing();
    given(accountHierarchy, ...family, moved(firm, group, null))
      .when(moveNow(firm, null))
      .thenNothing();
  });
  it('refuses a cycle and names the chain', () => {
    given(accountHierarchy, ...family)
      .when(move(holding, firm))
      .thenRejected('account-cycle', { chain: [firm, group, holding] });
    given(accountHierarchy)
      .when(move(firm, firm))
      .thenRejected('account-cycle', { chain: [firm] });
  });
  it('allows what closed a cycle once the chain is broken', () =>
    given(accountHierarchy, ...family, moved(firm, group, null))
      .when(move(holding, firm))
      .thenEvents(moved(holding, null, firm)));
});

describe('moves with a date of their own (ADR 37)', () => {
  it('are taken before those of others and before the own later one, which goes on to hold from its date', () => {
    const back = move(firm, holding, 2);
    given(accountHierarchy, ...family)
      .when(back)
      .thenEvents(moved(firm, null, holding, 2));
    const { state } = given(accountHierarchy, ...family, moved(firm, null, holding, 2));
    expect([1, 2, 4, 5, 9].map((n) => parentAt(state, firm, day(n)))).toEqual([null, holding, holding, group, group]);
  });
  it('correct what was said for the same date, and are quiet where just that was said', () => {
    given(accountHierarchy, ...family)
      .when(move(firm, holding, 5))
      .thenEvents(moved(firm, group, holding, 5));
    given(accountHierarchy, ...family)
      .when(move(firm, group, 5))
      .thenNothing();
    // Another date is another fact, also where the parent is the same: an earlier move may come in between.
    given(accountHierarchy, ...family)
      .when(move(firm, group, 7))
      .thenEvents(moved(firm, group, group, 7));
  });
  it('are refused where they close a circle on any date, also a past one', () => {
    const apart = [...family, moved(firm, group, null, 7)];
    given(accountHierarchy, ...apart)
      .when(move(holding, firm, 6))
      .thenRejected('account-cycle', { chain: [firm, group, holding] });
    given(accountHierarchy, ...apart)
      .when(move(holding, firm, 7))
      .thenEvents(moved(holding, null, firm, 7));
  });
  it('that are made now come after the last one, whatever the clocks say', () =>
    given(accountHierarchy, ...family)
      .when(moveNow(firm, holding, 3))
      .thenEvents(moved(firm, group, holding, 5)));
  it('are as old as their event where it was stored without a date', () => {
    const stored = { ...AccountMoved.of({ accountId: firm, from: null, to: group }), metadata: { occurredAt: day(4) } };
    const { state } = given(accountHierarchy, stored);
    expect([parentAt(state, firm, day(3)), parentAt(state, firm, day(4))]).toEqual([null, group]);
  });
});
