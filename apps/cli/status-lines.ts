import type { Static } from 'typebox';
import type { ReadinessAnswer, StatusAnswer, VersionAnswer } from '../api/operations/operation-answers.js';
import { grouped } from './import/progress.js';

type Readiness = Static<typeof ReadinessAnswer>;

/** What a running Tidemark has said of itself. */
export interface Told {
  readonly readiness: Readiness;
  readonly version: Static<typeof VersionAnswer>;
  readonly status: StatusAnswer;
}

interface Lag {
  readonly caughtUp: boolean;
  readonly lagSeconds?: number;
  readonly lagEvents?: number;
}

/** How it is, for people: a name and what there is to say of it, in columns. */
export function statusLines({ readiness, version, status }: Told): readonly string[] {
  const { log, projections, processes, feed, leases } = status;
  const commit = version.commit === undefined ? '' : `, commit ${version.commit}`;
  return inColumns([
    ['ready', readiness.ready ? 'yes' : `no: ${whyNot(readiness, status).join('; ')}`],
    ['version', `${version.name} ${version.version}${commit}`],
    ['log', `${log.format}, ${log.head === undefined ? 'empty' : `ends at ${log.head}`}`],
    ['read models', [lagIn(projections), ...parkedIn(projections.parked ?? 0)].join(', ')],
    ...processes.map((each) => [each.name, [stateOf(each), ...parkedIn(each.parked)].join(', ')] as const),
    ['live readers', feedIn(feed)],
    ...leases.map(({ lease, holder }) => [`lease ${lease}`, holder ?? 'nobody'] as const),
  ]);
}

function whyNot({ projections, processes }: Readiness, { projections: { stuck } }: StatusAnswer): readonly string[] {
  const { missing = [], problem } = projections.remaking ?? {};
  const late = [{ name: 'read models', ...projections }, ...processes].filter(isLate);
  const reasons = [
    ...(missing.length > 0 ? [`these read models are rebuilt from the log: ${missing.join(', ')}`] : []),
    ...(problem === undefined ? [] : [problem]),
    ...(stuck === undefined ? [] : [`nothing moves since ${stuck.since}: ${stuck.message}`]),
    ...late.map(({ name, ...lag }) => `${name}: ${lagIn(lag)}`),
  ];
  return reasons.length > 0 ? reasons : ['it does not say why'];
}

/** As readiness has it. */
const mostSecondsBehind = 5;
const isLate = ({ lagSeconds }: Lag): boolean => lagSeconds === undefined || lagSeconds > mostSecondsBehind;

function lagIn({ caughtUp, lagSeconds, lagEvents }: Lag): string {
  if (caughtUp) return 'up to date';
  if (lagSeconds === undefined) return 'nobody can tell how far behind';
  const events = lagEvents === undefined ? '' : `${countOf(lagEvents, 'event')}, `;
  return `${events}${grouped(Math.round(lagSeconds))} s behind`;
}

function stateOf(process: StatusAnswer['processes'][number]): string {
  const { state, problem = 'without a reason' } = process;
  if (state === 'running') return lagIn(process);
  if (state === 'stopped') return 'not run by this process';
  return `${state}: ${problem}`;
}

const parkedIn = (parked: number): readonly string[] =>
  parked === 0 ? [] : [`${grouped(parked)} parked: see GET /v1/admin/parked`];

function feedIn({ subscribers, lagEvents = 0 }: StatusAnswer['feed']): string {
  if (subscribers === 0) return 'none of the contract feed';
  return `${grouped(subscribers)} of the contract feed, the last ${countOf(lagEvents, 'event')} behind`;
}

const countOf = (count: number, one: string): string => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;

function inColumns(rows: readonly (readonly [name: string, text: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, text]) => `${name.padEnd(width)}${text}`);
}
