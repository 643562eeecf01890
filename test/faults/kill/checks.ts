import type { RecordedEvent } from '../../../libs/kernel/events.js';
import { derivedId } from '../../../libs/kernel/ids.js';
import type { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { feedIn, type Page, type ShownContract } from '../../../libs/testing/api/shown.js';
import type { Done } from '../../../libs/testing/api/test-api.js';
import { streamsOf } from '../../properties/oracle/cut.js';
import { standingSale } from '../../properties/oracle/opportunity.oracle.js';
import type { FeedFollower } from './feed-follower.js';
import { sent, shown, type Entry, type Ledger } from './ledger.js';
import type { SmallImport } from './small-import.js';

const administrator = derivedId('apiKey', 'administrator');
const commandIdOf = ({ method, path, key }: Entry): string => derivedId(administrator, `${method} ${path}`, key);

type Log = readonly RecordedEvent[];

const told = (events: Log): string =>
  events
    .slice(0, 5)
    .map(({ stream, revision, type }) => `${stream}@${String(revision)} ${type}`)
    .join(', ') || 'nothing';

function groupedBy<K>(events: Log, keyOf: (event: RecordedEvent) => K): ReadonlyMap<K, Log> {
  const groups = new Map<K, RecordedEvent[]>();
  for (const event of events) {
    const group = groups.get(keyOf(event));
    if (group === undefined) groups.set(keyOf(event), [event]);
    else group.push(event);
  }
  return groups;
}

/** What was acknowledged is there once, as it was answered; of what was refused there is nothing. */
export function effectsAreThereOnce(events: Log, ledger: Ledger): void {
  const byCommand = groupedBy(events, ({ metadata }) => metadata.commandId as string);
  const byCause = groupedBy(events, ({ metadata }) => metadata.causationId);
  const byPosition = new Map(events.map((event) => [event.position, event]));
  const wrong: string[] = [];
  for (const entry of ledger.acknowledged()) {
    const { revision, position } = JSON.parse(entry.answer?.text ?? '') as Done;
    const own = byCommand.get(commandIdOf(entry)) ?? [];
    const quiet = own.length === 0 && entry.mayBeQuiet === true ? byPosition.get(position) : undefined;
    const effect = quiet ? [quiet] : own;
    const first = effect[0]?.revision ?? 0;
    const isOne = effect.every(
      (event, index) => event.stream === effect[0]?.stream && event.revision === first + index,
    );
    const last = effect.at(-1);
    const isAnswer = last?.revision === revision && last.position === position;
    if (!isOne || !isAnswer) wrong.push(`${shown(entry)}, but the log has ${told(effect)}`);
  }
  for (const entry of ledger.refused()) {
    // A try that was killed may have reserved a code: that is taken over, see codes.ts.
    const left = [...(byCommand.get(commandIdOf(entry)) ?? []), ...(byCause.get(commandIdOf(entry)) ?? [])];
    const counted = left.filter(({ stream }) => !stream.startsWith('uniqueValue-'));
    if (counted.length > 0) wrong.push(`${shown(entry)}, but it left ${told(counted)}`);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
}

/** Of what was acknowledged, that which changed something. */
export function effective(events: Log, ledger: Ledger): readonly Entry[] {
  const written = new Set(events.map(({ metadata }) => metadata.commandId as string));
  return ledger.acknowledged().filter((entry) => written.has(commandIdOf(entry)));
}

/** Nothing is there that nobody asked for: each event belongs to a client's command, an import, or follows from an event once. */
export function nothingElseIsThere(events: Log, ledger: Ledger, imports: readonly SmallImport[], before: Log): void {
  const asked = new Set(ledger.entries.map(commandIdOf));
  const earlier = new Set(before.map(({ id }) => id));
  const ids = new Set(events.map(({ id }) => id as string));
  const importIds = new Set(imports.map(({ id }) => id));
  expect(ids.size).toBe(events.length);
  const strays = events.filter(({ id, metadata: { commandId, causationId, actor, importId } }) => {
    if (earlier.has(id) || asked.has(commandId) || asked.has(causationId)) return false;
    if (importId !== undefined && importIds.has(importId)) return false;
    return !(actor.kind === 'process' && ids.has(causationId));
  });
  expect(told(strays)).toBe('nothing');
}

/** The contracts that stand are what was last sold, one per line, each counting its own events. */
export async function contractsMatchSales(server: ServerProcess, events: Log): Promise<void> {
  const streams = streamsOf(events, 'contract');
  for (const stream of streams.values()) {
    expect(stream.map(({ type, data }) => [data.sequence, type === 'ContractCreated'])).toEqual(
      stream.map((_event, index) => [index + 1, index === 0]),
    );
  }
  const wanted = [...streamsOf(events, 'opportunity').values()].flatMap((stream) => {
    const sale = standingSale(stream);
    const sold = sale?.lines.filter(({ action }) => action !== 'cancel') ?? [];
    return sold.map(({ contractId, quantity, total }) => ({ id: contractId, quantity, netTotal: total }));
  });
  const contracts = await allOf<ShownContract>(server, '/v1/contracts');
  expect(contracts.map(({ id }) => id).sort()).toEqual([...streams.keys()].sort());
  const active = contracts.filter(({ status }) => status === 'active');
  const shownOf = active.map(({ id, quantity, netTotal }) => ({ id, quantity, netTotal }));
  expect(shownOf.sort(byId)).toEqual([...wanted].sort(byId));
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

export async function allOf<T>(server: ServerProcess, path: string): Promise<readonly T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const from = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<T> = await server.get<Page<T>>(`${path}?limit=500${from}`);
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

/** The feed is numbered without a hole, and who followed it over all kills has each contract event of the log once, in its order. */
export async function feedIsWhole(server: ServerProcess, events: Log, follower: FeedFollower): Promise<void> {
  const rest = await server.send('GET', `/v1/contract-events?after=${follower.cursor}`);
  follower.take(feedIn(rest.text));
  const wanted = events.filter(({ stream }) => stream.startsWith('contract-') || stream.startsWith('sale-'));
  expect(follower.taken.map(({ sequence, id }) => [sequence, id])).toEqual(
    wanted.map(({ id }, index) => [index + 1, id]),
  );
}

/** The same command again is answered as it was, and changes nothing. */
export async function repeatsAreAnsweredAlike(server: ServerProcess, entries: readonly Entry[]): Promise<void> {
  const answers = await Promise.all(entries.map((entry) => sent(server, entry)));
  const wrong = entries.flatMap((entry, index) => {
    const again = answers[index];
    const isAlike = again?.status === entry.answer?.status && again?.text === entry.answer?.text;
    return isAlike ? [] : [`${shown(entry)}, but then ${String(again?.status)} ${again?.text.slice(0, 300) ?? ''}`];
  });
  expect(wrong.slice(0, 5)).toEqual([]);
}

/** An import that came to its end made each deal once; one that was killed made none twice. */
export function importsAreThereOnce(events: Log, imports: readonly SmallImport[]): void {
  for (const { id, deals, won, done } of imports) {
    const own = events.filter(({ metadata }) => metadata.importId === id);
    const count = (type: string): number => own.filter((event) => event.type === type).length;
    const opened = own.flatMap(({ type, data }) =>
      type === 'OpportunityOpened' ? (data as { references: { id: string }[] }).references.map((one) => one.id) : [],
    );
    expect(new Set(opened).size).toBe(opened.length);
    expect(count('ContractCreated')).toBe(count('OpportunitySold'));
    if (done) expect([[...opened].sort(), count('OpportunitySold')]).toEqual([[...deals].sort(), won]);
  }
}
