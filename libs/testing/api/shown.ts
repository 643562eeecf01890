import type { TestApi } from './test-api.js';

/** A page of any list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly count?: { readonly value: number; readonly exact: boolean };
  readonly asOf?: string | null;
  readonly knownAt?: string | null;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

export interface ShownOpportunity extends Named {
  readonly status: string;
  readonly stageId: string;
  readonly projectId: string;
  readonly amount: Money | null;
  readonly amountMinor: number | null;
}

export interface ShownContract extends Named {
  readonly status: string;
  readonly kind: string;
  readonly contractType: string;
  readonly quantity: string;
  readonly netTotal: Money;
  readonly startsOn: string;
  readonly endsOn?: string;
  readonly sequence: number;
}

export interface Figures {
  readonly won: { readonly count: number; readonly amounts: readonly Money[] };
  readonly lost: { readonly count: number };
}

export interface SalesReport {
  readonly asOf: string | null;
  readonly knownAt: string | null;
  readonly rows: readonly (Figures & {
    readonly key: string;
    readonly label: string;
    readonly from?: string;
    readonly to?: string;
  })[];
  readonly total: Figures;
}

export interface PipelineReport {
  readonly asOf: string | null;
  readonly stages: readonly {
    readonly pipeline: string;
    readonly stage: string;
    readonly count: number;
    readonly amounts: readonly Money[];
  }[];
}

/** One entry of the contract feed. */
export interface FeedEvent {
  readonly specversion: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  /** What to go on after. */
  readonly cursor: string;
  readonly origin: string;
  readonly dataschema: string;
  readonly causationid: string;
  readonly correlationid: string;
  /** `key:<id>`, `user:<id>` or `process:<name>` */
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly contractId: string; readonly sequence: number };
}

/** Without the sales that are whole: what happened to contracts. */
export const ofContracts = (events: readonly FeedEvent[]): readonly FeedEvent[] =>
  events.filter(({ type }) => type !== 'tidemark.SaleCompleted');

/** The contract feed up to now, everything in the log included. */
export async function feed(api: TestApi, query = ''): Promise<readonly FeedEvent[]> {
  await api.settled();
  return feedIn((await api.send('GET', `/v1/contract-events${query}`)).text);
}

export const feedIn = (ndjson: string): readonly FeedEvent[] =>
  ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FeedEvent);

/** Every page of a list, one after the other. */
export async function allPages<T>(
  api: TestApi,
  path: string,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly T[]> {
  const items: T[] = [];
  let next: string | null = '';
  while (next !== null) {
    const cursor = next === '' ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`;
    const page: Page<T> = await api.get<Page<T>>(`${path}${cursor}`);
    items.push(...page.items);
    next = page.next;
    await between();
  }
  return items;
}
