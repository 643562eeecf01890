/** One thing that was measured, as it is printed. A figure without a goal is there to understand the others. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly goal?: string;
  readonly met?: boolean;
}

/** For the columns of `--scale`: the same figures at several sizes, side by side. */
export type Figures = readonly Figure[];

export const shown = (what: string, value: string): Figure => ({ what, value });

/** A figure that should reach the goal, or exceed it. */
export const atLeast = (what: string, value: number, goal: number, unit = ''): Figure => ({
  what,
  value: numberText(value) + unit,
  goal: `≥ ${numberText(goal)}${unit}`,
  met: value >= goal,
});

/** A figure that should stay below the goal, or on it. */
export const atMost = (what: string, value: number, goal: number, unit = ''): Figure => ({
  what,
  value: numberText(value) + unit,
  goal: `≤ ${numberText(goal)}${unit}`,
  met: value <= goal,
});

/** Three significant digits, thousands grouped. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

export const millis = (value: number): string => `${numberText(value)} ms`;
export const perSecond = (value: number): string => `${numberText(value)}/s`;
export const mebibytes = (bytes: number): string => `${numberText(bytes / 2 ** 20)} MiB`;

/** p50, p95 and p99 of times in milliseconds. */
export const percentilesText = (times: readonly number[]): string =>
  [50, 95, 99].map((rank) => `p${String(rank)} ${numberText(percentile(times, rank))}`).join(', ') + ' ms';

export function percentile(times: readonly number[], rank: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * rank) / 100) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** The lowest and the highest of several rounds: how much the machine made of it. */
export const spreadText = (values: readonly number[]): string =>
  `${numberText(Math.min(...values))} to ${numberText(Math.max(...values))} in ${String(values.length)} rounds`;
