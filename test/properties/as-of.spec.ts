import fc from 'fast-check';
import { campaignResults } from '../../libs/application/campaigns/campaign-results.js';
import { groupBys } from '../../libs/application/reports/sales-groupings.js';
import { partnerResults } from '../../libs/application/partners/partner-results.js';
import { pipelineReport } from '../../libs/application/reports/pipeline-report.js';
import { salesReport } from '../../libs/application/reports/sales-report.js';
import { addDays, instantOf, millisOf, type DateOnly, type Instant } from '../../libs/kernel/dates.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import type { Money } from '../../libs/kernel/money.js';
import type { ReadModel, Row } from '../../libs/read-store/read-model.js';
import { everything, type AsOf, type ReadStore, type Sort } from '../../libs/read-store/read-store.js';
import { contracts } from '../../projections/contracts/contracts.read-model.js';
import { opportunities } from '../../projections/opportunities/opportunities.read-model.js';
import { readModels } from '../../libs/application/register/read-models.js';
import { anyHistory, living, runs, type Lived } from './history.js';
import { minor, Sums } from './oracle/amounts.js';
import { standingOnly } from './oracle/bookings.oracle.js';
import { cut, streamsOf } from './oracle/cut.js';
import { told } from './oracle/opportunity.oracle.js';
import { pipelineFold } from './oracle/pipeline.oracle.js';
import { costFold, networkFold, resultsFold } from './oracle/results.oracle.js';
import { heldAt, rowsOf, versionsOf } from './oracle/rows.oracle.js';
import { salesFold, type SalesAsked } from './oracle/sales.oracle.js';
import { Picks } from './picks.js';
import type { World } from './world.js';

const withHistory = readModels.filter(({ keepsHistory }) => keepsHistory);

/** An instant is that of an event, or a millisecond beside it. */
const anyQuestion = fc.record({
  asOf: fc.option(fc.nat(9_999), { freq: 4 }),
  knownAt: fc.option(fc.nat(9_999), { freq: 2 }),
  beside: fc.constantFrom(-1, 0, 0, 1),
  picks: fc.array(fc.nat(9_999), { minLength: 4, maxLength: 4 }),
});
type Question = typeof anyQuestion extends fc.Arbitrary<infer Q> ? Q : never;
const anyQuestions = fc.array(anyQuestion, { minLength: 4, maxLength: 4 });

function instantsOf(events: readonly RecordedEvent[], { asOf, knownAt, beside }: Question): AsOf {
  const times = [...new Set(events.flatMap(({ metadata, recordedAt }) => [metadata.occurredAt, recordedAt]))].sort();
  const at = (place: number | null): Instant | undefined =>
    place === null ? undefined : instantOf(millisOf(new Picks([place]).of(times)) + beside);
  return { asOf: at(asOf), knownAt: at(knownAt) };
}

describe('whatever happened, whatever is asked', () => {
  it('an answer as of an instant, by what held and by what was known, is a plain fold of the events up to it', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(), anyQuestions, (steps, questions) =>
        living(steps, {}, (lived) => answersAgree(lived, questions)),
      ),
      runs(40),
    );
  }, 300_000);

  it('also where the clock was put back and forth: time goes on in the log and in each record, and nobody is refused for it', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory({ clockSteps: true }), anyQuestions, (steps, questions) =>
        living(steps, {}, async (lived) => {
          const { world, events } = lived;
          expect(world.story.filter((line) => /refused: (occurred-|date-in-future)/.test(line))).toEqual([]);
          timeGoesOn(events.map(({ recordedAt }) => recordedAt));
          for (const { metadata, recordedAt } of events) expect(metadata.occurredAt <= recordedAt).toBe(true);
          for (const stream of new Set(events.map((event) => event.stream))) {
            const own = events.filter((event) => event.stream === stream);
            timeGoesOn(own.map(({ metadata }) => metadata.occurredAt));
          }
          await answersAgree(lived, questions);
        }),
      ),
      runs(15),
    );
  }, 300_000);

  it('also where the times that the log records step back: the versions of each row are known one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory({ clockSteps: true }), anyQuestions, (steps, questions) =>
        living(steps, { recordedTimes: 'step back' }, async (lived) => {
          for (const question of questions) await versionsAgree(lived, instantsOf(lived.events, question));
        }),
      ),
      runs(15),
    );
  }, 300_000);
});

/** Each row is what its last version says that had happened and was known, by times that never go down from version to version. */
async function versionsAgree({ world, events }: Lived, at: AsOf): Promise<void> {
  for (const model of withHistory) {
    const wanted = heldAt(versionsOf(model, events), at).sort(by('_id'));
    expect([model.name, await listed(world.store, model, at)]).toEqual([model.name, wanted]);
  }
}

const timeGoesOn = (times: readonly Instant[]): void => expect(times).toEqual([...times].sort());

async function answersAgree({ world, events }: Lived, questions: readonly Question[]): Promise<void> {
  const open = <T>(value: T): Promise<T> => world.sealer.open(value);
  for (const question of questions) {
    const at = instantsOf(events, question);
    world.story.push(`Asked: ${JSON.stringify(at)}`);
    await rowsAgree(world.store, events, at);
    await opportunitiesAgree(world.store, events, at);
    await contractsAgree(world.store, events, at);
    await reportsAgree(world.store, events, at, new Picks(question.picks), open);
    await resultsAgree(world, events, at);
    world.story.pop();
  }
}

/** Lists, counts and single rows of every model. */
async function rowsAgree(store: ReadStore, events: readonly RecordedEvent[], at: AsOf): Promise<void> {
  const then = cut(events, at);
  for (const model of withHistory) {
    const wanted = [...rowsOf(model, then).values()].sort(by('_id'));
    expect([model.name, await listed(store, model, at)]).toEqual([model.name, wanted]);
    for (const id of rowsOf(model, events).keys()) {
      expect(await store.get(model, id, everything, at)).toEqual(wanted.find(({ _id }) => _id === id));
    }
  }
}

/** The whole list, page by page; each page counts the same. */
async function listed<R extends Row>(
  store: ReadStore,
  model: ReadModel<R>,
  at: AsOf,
  sort: readonly Sort[] = [],
): Promise<readonly R[]> {
  const rows: R[] = [];
  const counts: unknown[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await store.list(model, { viewer: everything, limit: 3, cursor, at, sort, countUpTo: 1_000 });
    rows.push(...page.items);
    counts.push(page.count);
    cursor = page.next;
  }
  expect(new Set(counts.map((count) => JSON.stringify(count)))).toEqual(
    new Set([JSON.stringify({ value: rows.length, exact: true })]),
  );
  return rows;
}

/** Sorted, filtered and grouped by what the opportunity's own events tell. */
async function opportunitiesAgree(store: ReadStore, events: readonly RecordedEvent[], at: AsOf): Promise<void> {
  const all = [...streamsOf(cut(events, at), 'opportunity')].flatMap(([_id, stream]) => {
    const facts = told(stream);
    return facts === undefined ? [] : [{ _id, ...facts }];
  });
  const shown = ({
    _id,
    status,
    pipelineId,
    stageId,
    projectId,
    ownerId,
    accountId,
    campaignId,
    partnerId,
    amount,
  }: (typeof all)[number]) => ({
    _id,
    status,
    pipelineId,
    stageId,
    projectId,
    ownerId,
    accountId,
    campaignId,
    partnerId,
    amount,
  });
  const sort = [{ field: 'ownerId', descending: true }];
  const sorted = [...all]
    .sort((a, b) => by('_id')(b, a))
    .sort((a, b) => text(b.ownerId) - text(a.ownerId) || by('ownerId')(b, a));
  expect((await listed(store, opportunities, at, sort)).map(shown)).toEqual(sorted);

  const won = await store.list(opportunities, {
    viewer: everything,
    limit: 100,
    at,
    filter: { status: { in: ['won', 'lost'] } },
  });
  expect(won.items.map(({ _id }) => _id)).toEqual(
    all
      .filter(({ status }) => status === 'won' || status === 'lost')
      .map(({ _id }) => _id)
      .sort(),
  );

  const groups = await store.group(opportunities, {
    viewer: everything,
    groupBy: ['status', 'currency'],
    sums: ['amountMinor'],
    at,
  });
  const keyOf = ({ status, amount }: (typeof all)[number]) => JSON.stringify([status, amount?.currency ?? null]);
  const counted = [...new Set(all.map(keyOf))].map((key) => {
    const own = all.filter((one) => keyOf(one) === key);
    return [key, own.length, String(own.reduce((sum, { amount }) => sum + (amount ? minor(amount) : 0n), 0n))];
  });
  expect(groups.map(({ keys, count, sums }) => [JSON.stringify(keys), count, sums[0]]).sort(by('0'))).toEqual(
    counted.sort(by('0')),
  );
}
const text = (value: string | null): number => Number(value !== null);

/** A contract is what its last event says. */
async function contractsAgree(store: ReadStore, events: readonly RecordedEvent[], at: AsOf): Promise<void> {
  const wanted = [...streamsOf(cut(events, at), 'contract').values()].flatMap((stream) => stream.at(-1)?.data ?? []);
  const rows = await listed(store, contracts, at);
  expect(rows.map(({ _id, status, sequence, netTotal }) => ({ _id, status, sequence, netTotal }))).toEqual(
    wanted
      .map(({ contractId, status, sequence, netTotal }) => ({ _id: contractId, status, sequence, netTotal }))
      .sort(by('_id')),
  );
  const sums = await store.group(contracts, { viewer: everything, groupBy: ['currency'], sums: ['amountMinor'], at });
  const totals = new Sums().add(wanted.map(({ netTotal }) => netTotal)).all();
  expect(sums.map(({ keys: [currency], sums: [minor] }) => [currency, minor])).toEqual(
    totals.map(({ currency, amount }) => [currency, amount.replace('.', '').replace(/^0+(?=\d)/, '')]),
  );
}

async function reportsAgree(
  store: ReadStore,
  events: readonly RecordedEvent[],
  at: AsOf,
  picks: Picks,
  open: <T>(value: T) => Promise<T>,
): Promise<void> {
  // What was not known then cannot be asked for.
  const known = cut(events, { knownAt: at.knownAt });
  const idsOf = (category: 'project' | 'pipeline') => [...streamsOf(known, category).keys()];
  const scopes = [{}, { project: picks.maybe(idsOf('project')), pipeline: picks.maybe(idsOf('pipeline')) }];
  const from = addDays('2016-12-01' as DateOnly, picks.upTo(300));
  const dates = picks.of([{}, { from }, { to: from }, { from, to: addDays(from, picks.upTo(90)) }]);
  const { stages } = await pipelineReport(store, { viewer: everything, at });
  const there = [...streamsOf(cut(events, at), 'opportunity').values()].filter((stream) => told(stream) !== undefined);
  expect(stages.reduce((sum, { count }) => sum + count, 0)).toBe(there.length);
  for (const project of idsOf('project')) {
    expect(await pipelineReport(store, { viewer: everything, at, project })).toEqual(
      pipelineFold(events, { at, project }),
    );
  }
  for (const scope of scopes) {
    expect(await pipelineReport(store, { viewer: everything, at, ...scope })).toEqual(
      pipelineFold(events, { at, ...scope }),
    );
    for (const groupBy of groupBys) {
      await standingSalesAgree(store, events, { at, groupBy, ...scope }, open);
      const asked = { viewer: everything, at, groupBy, ...scope, ...dates };
      expect(withoutZeros(await salesReport(store, asked, open))).toEqual(
        withoutZeros(await salesFold(events, asked, open)),
      );
    }
  }
}

/** Of each campaign and partner: asked by both instants, as the API always does. */
async function resultsAgree(world: World, events: readonly RecordedEvent[], { asOf, knownAt }: AsOf): Promise<void> {
  const now = world.clock.now();
  const at = { asOf: asOf ?? now, knownAt: knownAt ?? now, on: (asOf ?? now).slice(0, 10) as DateOnly };
  const from = { store: world.store, open: <T>(value: T) => Promise.resolve(value) };
  for (const campaignId of world.campaigns) {
    const answer = campaignResults.answer(from, { viewer: everything, at, campaignId });
    const cost = costFold(events, at, campaignId, at.on);
    if (cost === undefined) await expect(answer).rejects.toThrow('There is no record');
    else expect(await answer).toMatchObject({ ...resultsFold(events, at, 'campaignId', campaignId), cost });
  }
  for (const partnerId of world.partners) {
    if (!streamsOf(cut(events, at), 'partner').has(partnerId)) continue;
    expect(await partnerResults.answer(from, { viewer: everything, at, partnerId })).toMatchObject({
      ...resultsFold(events, at, 'partnerId', partnerId),
      ...networkFold(events, at, partnerId),
    });
  }
}

/** Over all dates every key has the sales that stand with it, and no others: whatever was sold again elsewhere, or lost. */
async function standingSalesAgree(
  store: ReadStore,
  events: readonly RecordedEvent[],
  asked: Omit<SalesAsked, 'from' | 'to'>,
  open: <T>(value: T) => Promise<T>,
): Promise<void> {
  if (['year', 'month', 'quarter'].includes(asked.groupBy)) return;
  const report = standing(await salesReport(store, { viewer: everything, ...asked }, open));
  expect(report).toEqual(standing(await salesFold(events, asked, open, standingOnly)));
}

interface Figures {
  readonly won: { readonly count: number; readonly amounts: readonly Money[] };
  readonly lost: { readonly count: number };
}

/** A currency in which a row's bookings cancel out may be named or not. */
function withoutZeros<R extends { readonly rows: readonly Figures[]; readonly total: Figures }>(report: R): R {
  const plain = <F extends Figures>(figures: F): F => ({
    ...figures,
    won: { ...figures.won, amounts: figures.won.amounts.filter(({ amount }) => /[1-9]/.test(amount)) },
  });
  return { ...report, rows: report.rows.map(plain), total: plain(report.total) };
}

/** Nothing stands in a row in which all bookings cancel out. */
function standing<R extends { readonly rows: readonly Figures[]; readonly total: Figures }>(report: R): R {
  const plain = withoutZeros(report);
  const rows = plain.rows.filter(({ won, lost }) => won.count + lost.count !== 0 || won.amounts.length > 0);
  return { ...plain, rows };
}

const by =
  (field: string) =>
  (a: object, b: object): number => {
    const [left, right] = [a, b].map((each) => String(Reflect.get(each, field)));
    return left === right ? 0 : (left ?? '') < (right ?? '') ? -1 : 1;
  };
