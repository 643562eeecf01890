import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import { ProductCodes } from '../../libs/application/catalogue/product-codes.js';
import { commandContext } from '../../libs/testing/log/builders.js';
import type { Instant } from '../../libs/kernel/dates.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { newId, type ProductId } from '../../libs/kernel/ids.js';
import { commandExamples, undated } from '../../libs/testing/api/command-examples.js';
import { openShop, opportunityOf, sell, soldOpportunity, suiteLine } from '../../libs/testing/api/shop.js';
import type { Page, SalesReport, ShownContract, ShownOpportunity } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';
import { fixedClock } from '../../libs/testing/log/fixed-clock.js';

// Clocks step back and forth, and those of two machines differ by minutes: no honest command is refused, and no order is wrong.

const minute = 60_000;
const patience = 300_000;
const justAfterMidnight = '2017-03-02T00:02:00.000Z' as Instant;

async function eventsIn(api: TestApi): Promise<readonly RecordedEvent[]> {
  await api.settled();
  const events: RecordedEvent[] = [];
  for await (const page of pagesToEnd(api.log)) events.push(...page.events);
  return events;
}

/** Recorded in the order of the log, and no record's events before the one before them. */
function inOrder(events: readonly RecordedEvent[]): void {
  const recorded = events.map(({ recordedAt }) => recordedAt);
  expect(recorded).toEqual([...recorded].sort());
  const last = new Map<string, string>();
  for (const { stream, revision, metadata } of events) {
    expect([stream, revision, (last.get(stream) ?? '') <= metadata.occurredAt]).toEqual([stream, revision, true]);
    last.set(stream, metadata.occurredAt);
  }
}

describe('a clock that is put back', () => {
  it(
    'across midnight refuses no command, whichever it is',
    async () => {
      const api = await TestApi.open({ clock: fixedClock(justAfterMidnight) });
      const examples = await commandExamples(api);
      await api.settled();
      api.clock.advance(-5 * minute);
      for (const [route, { method, url, body }] of Object.entries(examples)) {
        // A date that is named is judged as it is.
        const { status, text } = await api.send(method, url, body && undated(body));
        expect([route, status, status < 300 ? '' : text]).toEqual([route, status < 300 ? status : 200, '']);
      }
      const events = await eventsIn(api);
      inOrder(events);
      expect(await api.get('/v1/admin/parked')).toEqual({ projections: [], processes: [] });
      expect(await api.runtime.verify()).toMatchObject({ equal: true });
      await api.close();
    },
    patience,
  );

  it(
    'between selling, unlocking and selling again keeps what is shown as of each event',
    async () => {
      const api = await TestApi.open({ clock: fixedClock(justAfterMidnight) });
      const shop = await openShop(api);
      const { opportunityId, quoteId, sold } = await soldOpportunity(api, shop, [suiteLine(shop)]);
      api.clock.advance(-10 * minute);
      await api.post(`/v1/opportunities/${opportunityId}/unlock`);
      api.clock.advance(-10 * minute);
      const change = [{ lineId: sold.sale.created[0]?.lineId, quantity: '20' }];
      await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, { change });
      api.clock.advance(5 * minute);
      const again = await sell(api, opportunityId);
      expect(again.sale.amended).toHaveLength(1);
      const events = await eventsIn(api);
      inOrder(events);
      const { items } = await api.get<Page<ShownContract>>(`/v1/opportunities/${opportunityId}/contracts`);
      expect(items).toMatchObject([{ quantity: '20', sequence: 2 }]);
      // Everything since the first sale happened, by the record's own time, at its moment: that shows the last of it.
      const then = await api.get<ShownOpportunity>(`/v1/opportunities/${opportunityId}?asOf=${justAfterMidnight}`);
      expect(then).toMatchObject({ status: 'won' });
      const before = await api.get<Page<ShownOpportunity>>('/v1/opportunities?asOf=2017-03-02T00:01:59.999Z');
      expect(before.items).toEqual([]);
      const report = await api.get<SalesReport>('/v1/reports/sales?groupBy=month');
      expect(report.total.won.count).toBe(1);
      await api.close();
    },
    patience,
  );

  it(
    'and forth under load refuses nobody and answers a repeat as before',
    async () => {
      const api = await TestApi.open();
      const shop = await openShop(api);
      const { id } = await opportunityOf(api, shop);
      const steps = [-10, 25, -60, 1_440, -1_440];
      const client = async (client: number): Promise<void> => {
        for (const [index, step] of steps.entries()) {
          api.clock.advance(step * minute);
          const name = `${String(client)} ${String(index)}`;
          const key = { 'idempotency-key': name };
          const done = await api.patch(`/v1/opportunities/${id}`, { name }, key);
          await soldOpportunity(api, shop);
          api.clock.advance(-step * 2 * minute);
          expect(await api.patch(`/v1/opportunities/${id}`, { name }, key)).toEqual(done);
        }
      };
      await Promise.all(Array.from({ length: 4 }, (_one, index) => client(index)));
      inOrder(await eventsIn(api));
      expect(await api.runtime.verify()).toMatchObject({ equal: true });
      await api.close();
    },
    patience,
  );
});

describe('a process whose clock is behind that of the one before it', () => {
  it(
    'takes up its work where that one was: commands, contracts, lists and the feed',
    async () => {
      const first = await TestApi.open({ clock: fixedClock(justAfterMidnight) });
      const shop = await openShop(first);
      const { opportunityId } = await soldOpportunity(first, shop);
      const { id: waiting } = await opportunityOf(first, shop);
      await first.settled();
      await first.close();

      const clock = fixedClock(justAfterMidnight);
      clock.advance(-10 * minute);
      const api = await TestApi.open({ folder: first.folder, clock });
      await api.post(`/v1/opportunities/${opportunityId}/unlock`);
      await sell(api, opportunityId);
      await api.patch(`/v1/opportunities/${waiting}`, { name: 'Behind' });
      const { opportunityId: fresh } = await soldOpportunity(api, shop);
      const events = await eventsIn(api);
      inOrder(events);
      const { items } = await api.get<Page<ShownOpportunity>>('/v1/opportunities');
      expect(items.map(({ id, status }) => [id, status]).sort()).toEqual(
        [
          [opportunityId, 'won'],
          [waiting, 'open'],
          [fresh, 'won'],
        ].sort(),
      );
      const contracts = await api.get<Page<ShownContract>>('/v1/contracts');
      expect(contracts.items).toHaveLength(2);

      // When the clock has caught up, all is seen that was recorded.
      clock.advance(20 * minute);
      const known = await api.get<Page<ShownOpportunity>>(`/v1/opportunities?knownAt=${clock.now()}`);
      expect(known.items.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort());
      expect(await api.runtime.verify()).toMatchObject({ equal: true });
      await api.close();
    },
    patience,
  );
});

describe('a product code that was left by a command which never came to its end (PRD-01)', () => {
  it(
    'is taken over when a minute has passed since, also on a clock that was put back meanwhile',
    async () => {
      const first = await TestApi.open();
      const { hardware } = await openShop(first);
      const body = { code: 'LEFT', name: 'Left', categoryId: hardware };
      const stopped = new Error('killed');
      const claim = first.app.get(ProductCodes).claimed('LEFT', newId<ProductId>(), commandContext(), {
        before: () => Promise.resolve(undefined),
        execute: () => Promise.reject(stopped),
      });
      await expect(claim).rejects.toBe(stopped);
      first.clock.advance(-5 * minute);
      await first.refuses('POST', '/v1/products', body);
      first.clock.advance(5 * minute);
      await first.refuses('POST', '/v1/products', body);
      first.clock.advance(minute + 1);
      await first.post('/v1/products', body);
      await first.close();
    },
    patience,
  );
});
