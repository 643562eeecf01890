import type { Calendar } from '../../kernel/calendar.js';
import { inForce, type Dated } from '../../kernel/dated.js';
import { dateIn, instantIn, type DateOnly } from '../../kernel/dates.js';
import { sameJson } from '../../kernel/json.js';
import { keptIn, LruMap } from '../../kernel/lru-map.js';
import type { Filter } from '../../read-store/filter.js';
import { everything, type ReadStore } from '../../read-store/read-store.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { allOf, projectUnknown, withAllBelow } from '../records/project-scope.js';
import { allRows } from '../records/rows-at.js';

/** What a reader of the contract feed asks for; everything without it. */
export interface FeedQuestion {
  readonly origins?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly project?: string | undefined;
}

/**
 * The filter of the question, as the projects stand now. A project has what was sold in it, or in one that stood below it
 * on the date of the sale. @throws DomainError `project-not-found`
 */
export async function feedScope(
  store: ReadStore,
  calendar: Pick<Calendar, 'dateOf'>,
  { origins, types, project }: FeedQuestion,
): Promise<Filter | undefined> {
  return allOf(
    origins && { origin: { in: origins } },
    types && { type: { in: types } },
    project === undefined ? undefined : await soldBelow(store, calendar, project),
  );
}

const scopesKept = 100;

/** The scopes of live readers, each worked out once for all that are told of the same end of the feed. */
export class LiveScopes {
  private readonly kept = new LruMap<string, Promise<Filter | undefined>>(scopesKept);

  constructor(
    private readonly store: ReadStore,
    private readonly calendar: Pick<Calendar, 'dateOf'>,
  ) {}

  /** As the projects stood when the feed had come to `last`. @throws as `feedScope` */
  of(question: FeedQuestion, last: number): Promise<Filter | undefined> {
    return keptIn(this.kept, JSON.stringify([last, question]), () => feedScope(this.store, this.calendar, question));
  }
}

interface Node {
  readonly _id: string;
  readonly parents: Dated<DateOnly, string | null>;
}

async function soldBelow(store: ReadStore, calendar: Pick<Calendar, 'dateOf'>, projectId: string): Promise<Filter> {
  const rows = await allRows(store, projects, {}, everything);
  if (!rows.some(({ _id }) => _id === projectId)) projectUnknown(projectId);
  const nodes = rows.map(({ _id, parents }) => ({ _id, parents: byDate(parents, calendar) }));
  const stretches = stretchesOf(nodes, projectId);
  return {
    or: stretches.map(({ since, ids }, index) => {
      const until = stretches[index + 1]?.since;
      const on = { ...(since !== beginning && { gte: since }), ...(until !== undefined && { lt: until }) };
      return { projectId: { in: ids }, ...(Object.keys(on).length > 0 && { soldOn: on }) };
    }),
  };
}

/** A move holds for what is sold on its day. */
const byDate = (parents: Parents, { dateOf }: Pick<Calendar, 'dateOf'>): Node['parents'] =>
  parents.map(({ from, value }) => ({ from: from === null ? null : dateOf(instantIn(from)), value }));
type Parents = readonly { readonly from: string | null; readonly value: string | null }[];

const beginning = dateIn('0000-01-01');

interface Stretch {
  readonly since: DateOnly;
  readonly ids: readonly string[];
}

/** The project and all below it, since each date that changed it. */
function stretchesOf(nodes: readonly Node[], projectId: string): readonly Stretch[] {
  const dates = new Set(nodes.flatMap(({ parents }) => parents.flatMap(({ from }) => from ?? [])));
  return [beginning, ...[...dates].sort()].reduce<readonly Stretch[]>((before, since) => {
    const then = nodes.map(({ _id, parents }) => ({ _id, parentId: inForce(parents, since)?.value ?? null }));
    const ids = [...withAllBelow(projectId, then)].sort();
    return sameJson(before.at(-1)?.ids, ids) ? before : [...before, { since, ids }];
  }, []);
}
