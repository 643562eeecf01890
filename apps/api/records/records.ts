import type { Calendar } from '../../../libs/kernel/calendar.js';
import { DomainError } from '../../../libs/kernel/domain-error.js';
import type { Filter } from '../../../libs/read-store/filter.js';
import { parseFilter } from '../../../libs/read-store/filter.parse.js';
import type { ReadModel, Row } from '../../../libs/read-store/read-model.js';
import { everything, QueryRefused, type AsOf, type ListPage, type Sort } from '../../../libs/read-store/read-store.js';
import { asOfFrom, asOfShown, type AsOfDto } from '../http/as-of.dto.js';
import { allOf, projectFilter } from '../reports/project-scope.js';
import type { Tidemark } from '../tidemark.js';
import type { ListInProjectsDto } from './list.dto.js';
import { toResource, type Resource } from './resource.js';
import { waitForPosition } from './wait-for-position.js';

export interface ResourcePage {
  readonly items: readonly Resource[];
  readonly next: string | null;
  readonly count?: { readonly value: number; readonly exact: boolean };
}

type Question = AsOfDto & Partial<ListInProjectsDto>;

/** Lists and single records of read models, with personal data opened. */
export class Records {
  constructor(private readonly tidemark: Tidemark) {}

  async list(model: ReadModel, query: Question, calendar: Calendar, within?: Filter): Promise<ResourcePage> {
    const { items, ...page } = await this.rows(model, query, calendar, within);
    const shown = await this.tidemark.open(items);
    return { ...(model.keepsHistory && asOfShown(asOfFrom(query, calendar))), items: shown.map(toResource), ...page };
  }

  /** A page of a list as it is stored, personal data still sealed. */
  async rows<R extends Row>(
    model: ReadModel<R>,
    query: Question,
    calendar: Calendar,
    within?: Filter,
  ): Promise<ListPage<R>> {
    await waitForPosition(this.tidemark, query.notBefore);
    const at = asOfFrom(query, calendar);
    const asked = query.filter === undefined ? undefined : parseFilter(model, query.filter);
    return this.tidemark.store.list(model, {
      viewer: everything,
      filter: allOf(within, asked, await projectFilter(this.tidemark.store, query.project, at)),
      sort: sortFrom(model, query.sort),
      limit: Number(query.limit ?? 50),
      cursor: query.cursor,
      countUpTo: Number(query.countUpTo ?? 1000),
      at,
    });
  }

  async get(model: ReadModel, id: string, query: Question, calendar: Calendar): Promise<Resource> {
    await waitForPosition(this.tidemark, query.notBefore);
    const at = asOfFrom(query, calendar);
    const row = await this.tidemark.store.get(model, id, everything, at);
    return toResource(await this.tidemark.open(row ?? noRecord(id, at)));
  }
}

/** @throws DomainError `record-not-found` */
export function noRecord(id: string, { asOf, knownAt }: AsOf = {}): never {
  const then = asOf === undefined && knownAt === undefined ? '' : ' as of then';
  throw new DomainError('record-not-found', `There is no record ${id} here${then}.`);
}

/** `-amountMinor,name`: fields with commas between, `-` before one that descends. */
function sortFrom(model: ReadModel, text: string | undefined): readonly Sort[] {
  if (text === undefined) return [];
  return text.split(',').map((part) => {
    const descending = part.startsWith('-');
    const field = descending ? part.slice(1) : part;
    if (Object.hasOwn(model.fields, field)) return { field, descending };
    const known = Object.keys(model.fields).join(', ');
    throw new QueryRefused('unknown-field', `"${field.slice(0, 100)}" cannot be sorted by. These can: ${known}.`);
  });
}
