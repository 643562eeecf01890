import type { Money } from '../../../libs/kernel/money.js';

// What the API answers, as far as the demonstration prints it.

export interface SoldLine {
  readonly contractId: string;
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly total: Money;
  readonly previousTotal?: Money;
}
export type Sale = Readonly<Record<'kept' | 'amended' | 'created' | 'cancelled', readonly SoldLine[]>>;

export interface SaleAnswer {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly sale: Sale;
  readonly record: { readonly name: string; readonly status: string; readonly soldOn: string; readonly revenue: Money };
}

export interface Column {
  readonly stage: string;
  readonly count: number;
  readonly amounts: readonly Money[];
}

export interface SalesReport {
  readonly total: {
    readonly won: { readonly count: number; readonly amounts: readonly Money[] };
    readonly lost: { readonly count: number };
  };
}

export interface CampaignResults {
  readonly leads: { readonly total: number };
  readonly opportunities: { readonly total: number };
  readonly sales: { readonly count: number; readonly amounts: readonly Money[] };
  readonly cost: readonly Money[];
  readonly costPerLead: readonly Money[] | null;
  readonly costPerSale: readonly Money[] | null;
}

export interface OpportunityItem {
  readonly id: string;
  readonly name: string;
  readonly soldOn: string;
  readonly revenue: Money;
}

export interface TimelineItem {
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

export interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
}

export interface Problem {
  readonly code: string;
}

export const parsed = (text: string): unknown => JSON.parse(text);
export const saleIn = (text: string): SaleAnswer => JSON.parse(text) as SaleAnswer;
export const columnsIn = (text: string): readonly Column[] =>
  (JSON.parse(text) as { columns: readonly Column[] }).columns;
export const reportIn = (text: string): SalesReport => JSON.parse(text) as SalesReport;
export const resultsIn = (text: string): CampaignResults => JSON.parse(text) as CampaignResults;
export const opportunitiesIn = (text: string): readonly OpportunityItem[] => itemsIn<OpportunityItem>(text);
export const timelineIn = (text: string): readonly TimelineItem[] => itemsIn<TimelineItem>(text);
export const feedIn = (text: string): readonly FeedEvent[] =>
  linesIn(text).map((line) => JSON.parse(line) as FeedEvent);

const itemsIn = <T>(text: string): readonly T[] => (JSON.parse(text) as { items: readonly T[] }).items;
const linesIn = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
