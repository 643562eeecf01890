import type { Filter } from '../../read-store/filter.js';
import type { ListPage, Snapshot } from '../../read-store/read-store.js';
import type { TimelineRow } from '../../../projections/timeline/timeline.read-model.js';
import type { LongRead } from '../../read-store/long-read.js';
import type { Moment } from '../records/moments.js';
import { allOf } from '../records/project-scope.js';
import { rowsOfPage, type PageAsked } from '../records/record-page.js';
import { timeline } from '../register/timeline.js';
import { subjectsBelow } from './subjects-below.js';

/** Whose timeline it is: an account's with all below it, or that of one record. */
export type TimelineOf = { readonly account: string } | { readonly subject: string };

type Asked = Omit<PageAsked, 'within' | 'at'> & { readonly of: TimelineOf; readonly at: Moment };

/** A page of entries, newest first, that say where their events are. @throws QueryRefused */
export const timelinePage: LongRead<Asked, ListPage<TimelineRow>> = {
  name: 'timeline-page',
  async answer({ store }, { of, at, ...asked }) {
    const within = allOf(happenedBy(at), await subjectsIn(store, of, at, asked));
    return rowsOfPage(store, timeline, { ...asked, within, sort: asked.sort ?? newestFirst, at: {} });
  },
};

const newestFirst = '-occurredAt,-recordedAt,-revision';

/** Entries never change: what was known of the past is those that had been recorded. */
const happenedBy = ({ asOf, knownAt }: Moment): Filter => ({ occurredAt: { lte: asOf }, recordedAt: { lte: knownAt } });

async function subjectsIn(
  store: Snapshot,
  of: TimelineOf,
  at: Moment,
  { viewer }: Pick<PageAsked, 'viewer'>,
): Promise<Filter> {
  if ('subject' in of) return { subject: { eq: of.subject } };
  return { subject: { in: await subjectsBelow(store, of.account, at, viewer) } };
}
