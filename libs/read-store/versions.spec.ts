import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { heldAt } from '../../test/contracts/read-store.oracle.js';
import { anyHistory, anyMoment } from '../../test/contracts/query.samples.js';
import { millisOf, type Instant } from '../kernel/dates.js';
import type { Row } from './read-model.js';
import type { AsOf, Version } from './read-store.js';
import { intervalsOf, type EndedVersion, type HeldVersion } from './versions.js';

/** What a store keeps: the versions that ended, and those that hold. */
function stored(versions: readonly Version[], pageSize: number) {
  const holding = new Map<string, HeldVersion>();
  const ended: EndedVersion[] = [];
  for (let start = 0; start < versions.length; start += pageSize) {
    const page = versions.slice(start, start + pageSize);
    const intervals = intervalsOf(page, (id) => holding.get(id)?.since);
    ended.push(...intervals.ended.map((each) => ({ ...each, row: each.row ?? holding.get(each.id)?.row })));
    for (const { id } of page) holding.delete(id);
    for (const [id, version] of intervals.holding) holding.set(id, version);
  }
  return { holding, ended: ended.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)) };
}

const at = (instant: Instant | undefined) => (instant === undefined ? Infinity : millisOf(instant));

function rowsAt({ holding, ended }: ReturnType<typeof stored>, { asOf, knownAt }: AsOf): readonly (Row | undefined)[] {
  const begun = ({ since }: Pick<HeldVersion, 'since'>) => since.occurred <= at(asOf) && since.recorded <= at(knownAt);
  return [
    ...ended.filter((each) => begun(each) && (each.until.occurred > at(asOf) || each.until.recorded > at(knownAt))),
    ...[...holding.values()].filter(begun),
  ].map(({ row }) => row);
}

describe('the intervals of versions', () => {
  const pageSize = fc.integer({ min: 1, max: 8 });

  it('hold at any instant what a plain fold of the versions has, one of each row at most', () =>
    fc.assert(
      fc.property(anyHistory, pageSize, anyMoment, (versions, size, moment) => {
        const rows = rowsAt(stored(versions, size), moment);
        expect(new Set(rows)).toEqual(new Set(heldAt(versions, moment)));
        expect(new Set(rows.map((row) => row?._id)).size).toBe(rows.length);
      }),
    ));

  it('are of versions that held at some instant', () =>
    fc.assert(
      fc.property(anyHistory, pageSize, (versions, size) => {
        expect(stored(versions, size).ended.filter(({ since, until }) => isDeepStrictEqual(since, until))).toEqual([]);
      }),
    ));

  it('do not depend on how the versions were cut into pages', () =>
    fc.assert(
      fc.property(anyHistory, pageSize, (versions, size) => {
        expect(stored(versions, size)).toEqual(stored(versions, versions.length + 1));
      }),
    ));
});
