import fc from 'fast-check';
import { salesReport } from '../../libs/application/reports/sales-report.js';
import { everything } from '../../libs/read-store/read-store.js';
import { groupBys } from '../../libs/application/reports/sales-groupings.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { contracts } from '../../projections/contracts/contracts.read-model.js';
import { quotes } from '../../projections/quotes/quotes.read-model.js';
import { anyHistory, living, runs, type Lived } from './history.js';
import { fromUnits, minor, Sums, summed } from './oracle/amounts.js';
import { streamsOf } from './oracle/cut.js';
import { quotesIn, standingSale, told } from './oracle/opportunity.oracle.js';

/** How often the histories came where it matters. */
const reached = { contracts: 0, resold: 0, reversed: 0, byHand: 0, lostTwice: 0 };

describe('whatever is sold, unlocked, sold again or lost', () => {
  it('the contracts that stand are what was last sold: one per origin line, numbered without a gap (SOLD-09)', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory({ contractsByHand: false }), (steps) =>
        living(steps, {}, async ({ world, events }) => {
          const { items } = await world.store.list(contracts, { viewer: everything, limit: 500 });
          for (const [opportunityId, stream] of streamsOf(events, 'opportunity')) {
            const standing = standingSale(stream);
            const sold = standing?.lines.filter(({ action }) => action !== 'cancel') ?? [];
            const stand = items.filter((one) => one.opportunityId === opportunityId && one.status !== 'cancelled');
            const shown = stand.map(({ originLineId, quantity, netTotal, account }) => [
              originLineId,
              quantity,
              netTotal,
              account.id,
            ]);
            const wanted = sold.map(({ originLineId, quantity, total }) => [
              originLineId,
              quantity,
              total,
              standing?.account.id,
            ]);
            expect(shown.sort(byFirst)).toEqual(wanted.sort(byFirst));
            reached.contracts += stand.length;
            if ((standing?.saleNumber ?? 0) > 1) reached.resold += 1;
          }
          contractsAreSound(events);
        }),
      ),
      runs(30),
    );
    expect(reached.contracts).toBeGreaterThan(0);
    expect(reached.resold).toBeGreaterThan(0);
  }, 300_000);

  it('no line ever has two contracts, also when people change contracts themselves', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(), (steps) =>
        living(steps, {}, ({ events }) => {
          contractsAreSound(events);
          return Promise.resolve();
        }),
      ),
      runs(40),
    );
    expect(reached.byHand).toBeGreaterThan(0);
  }, 300_000);

  it('totals are the sums of their lines, and sales reports add up to the standing sales (decision 15)', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(), (steps) =>
        living(steps, {}, async (lived) => {
          await quotesAddUp(lived);
          await reportsAddUp(lived);
        }),
      ),
      runs(30),
    );
    expect(reached.reversed).toBeGreaterThan(0);
    expect(reached.lostTwice).toBeGreaterThan(0);
  }, 300_000);
});

/** Whatever was done: a contract per origin line at most, each event counted on its contract, each complete. */
function contractsAreSound(events: readonly RecordedEvent[]): void {
  const byLine = new Map<string, Set<string>>();
  for (const [contractId, stream] of streamsOf(events, 'contract')) {
    expect(stream.map(({ data }) => data.sequence)).toEqual(stream.map((_event, index) => index + 1));
    expect(stream.map(({ type }) => type === 'ContractCreated')).toEqual(stream.map((_event, index) => index === 0));
    for (const { data, metadata } of stream) {
      expect(data.contractId).toBe(contractId);
      const line = `${data.opportunityId ?? ''} ${data.originLineId ?? ''}`;
      byLine.set(line, (byLine.get(line) ?? new Set()).add(contractId));
      if (metadata.actor.kind === 'user') reached.byHand += 1;
    }
  }
  expect([...byLine.values()].filter((ids) => ids.size > 1)).toEqual([]);
}

/** QUO-09: what the events say, what the rows show and what the lines come to. */
async function quotesAddUp({ world, events }: Lived): Promise<void> {
  const { items } = await world.store.list(quotes, { viewer: everything, limit: 500 });
  const rows = new Map(items.map((row) => [row._id, row]));
  for (const stream of streamsOf(events, 'opportunity').values()) {
    if (told(stream) === undefined) continue;
    for (const [quoteId, { currency, lines, said }] of quotesIn(stream)) {
      const total = fromUnits(
        [...lines.values()].reduce((sum, line) => sum + minor(line.total), 0n),
        currency,
      );
      expect([said, rows.get(quoteId)?.total]).toEqual([total, total]);
      expect(rows.get(quoteId)?.lines.map((line) => line.total)).toEqual([...lines.values()].map((line) => line.total));
    }
    for (const { type, data } of stream) {
      if (type === 'OpportunityLost' && data.reversed) reached.reversed += 1;
      if (type !== 'OpportunitySold' || data.lines.every(({ action }) => action === 'cancel')) continue;
      const sold = data.lines.filter(({ action }) => action !== 'cancel').map((line) => line.total);
      expect(summed(sold)).toEqual(summed([data.revenue]));
    }
  }
}

async function reportsAddUp({ world, events }: Lived): Promise<void> {
  const streams = [...streamsOf(events, 'opportunity').values()];
  const standing = streams.flatMap((stream) => standingSale(stream) ?? []);
  const lost = streams.filter((stream) => told(stream)?.status === 'lost');
  for (const groupBy of groupBys) {
    const { rows, total } = await salesReport(world.store, { viewer: everything, at: {}, groupBy }, (value) =>
      world.sealer.open(value),
    );
    expect(summed(total.won.amounts)).toEqual(summed(standing.map(({ revenue }) => revenue)));
    expect([total.won.count, total.lost.count]).toEqual([standing.length, lost.length]);
    expect([groupBy, new Sums().add(rows.flatMap(({ won }) => won.amounts)).amounts()]).toEqual([
      groupBy,
      summed(total.won.amounts),
    ]);
    const counted = [
      rows.reduce((sum, { won }) => sum + won.count, 0),
      rows.reduce((sum, row) => sum + row.lost.count, 0),
    ] as const;
    const countsTwice = groupBy === 'product' || groupBy === 'priceBook';
    // A sale of several products counts for each of them, and so does a loss; none is left out.
    if (!countsTwice) expect([groupBy, ...counted]).toEqual([groupBy, total.won.count, total.lost.count]);
    else expect(counted[1]).toBeGreaterThanOrEqual(total.lost.count);
    if (counted[1] > total.lost.count) reached.lostTwice += 1;
  }
}

const byFirst = ([a]: readonly unknown[], [b]: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);
