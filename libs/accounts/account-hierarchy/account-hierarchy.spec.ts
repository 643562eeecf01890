import { newId, type AccountId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { AccountMoved } from './account-hierarchy.events.js';
import { accountHierarchy } from './account-hierarchy.js';
import { noParents, parentOf, withParent } from './parents.js';

const holding = newId<AccountId>();
const group = newId<AccountId>();
const firm = newId<AccountId>();
const move = (accountId: AccountId, parentId: AccountId | null) =>
  ({ type: 'MoveAccount', accountId, parentId }) as const;
const moved = (accountId: AccountId, from: AccountId | null, to: AccountId | null) =>
  AccountMoved.of({ accountId, from, to });
const family = [moved(group, null, holding), moved(firm, null, group)];

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
      .when(move(firm, holding))
      .thenEvents(moved(firm, group, holding));
    given(accountHierarchy, ...family)
      .when(move(firm, null))
      .thenEvents(moved(firm, group, null));
  });
  it('stays where an account is there already', () => {
    given(accountHierarchy, ...family)
      .when(move(firm, group))
      .thenNothing();
    given(accountHierarchy).when(move(firm, null)).thenNothing();
    given(accountHierarchy, ...family, moved(firm, group, null))
      .when(move(firm, null))
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

describe('the map of parents', () => {
  const id = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as AccountId;
  const numbers = Array.from({ length: 5000 }, (_, i) => i + 1);
  const full = numbers.reduce((parents, n) => withParent(parents, id(n), id(0)), noParents);

  it('finds every entry among many', () => {
    expect(numbers.filter((n) => parentOf(full, id(n)) !== id(0))).toEqual([]);
    expect(parentOf(full, id(9999))).toBeUndefined();
  });
  it('leaves earlier versions as they were', () => {
    const later = withParent(withParent(full, id(1), null), id(2), id(3));
    expect([parentOf(full, id(1)), parentOf(full, id(2))]).toEqual([id(0), id(0)]);
    expect([parentOf(later, id(1)), parentOf(later, id(2))]).toEqual([undefined, id(3)]);
    expect(parentOf(noParents, id(1))).toBeUndefined();
  });
});
