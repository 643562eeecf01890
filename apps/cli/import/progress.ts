/** Where lines go; a terminal when `isTTY`. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

const betweenDraws = 200;

/** What became of a row that a step read. */
export const results = ['made', 'updated', 'unchanged', 'rejected', 'passed over'] as const;
export type Result = (typeof results)[number];

/** Counts rows and requests, and shows the count on one line when the output is a terminal. */
export class Progress {
  requests = 0;
  /** How many requests of each kind: `managers: POST /v1/users`. */
  readonly byKind = new Map<string, number>();
  private readonly byStep = new Map<string, Record<Result, number>>();
  private read = 0;
  private readonly startedAt: number;
  private drawnAt: number;

  /** @param now milliseconds */
  constructor(
    private readonly output: Output,
    private readonly now: () => number,
  ) {
    this.startedAt = now();
    this.drawnAt = this.startedAt;
  }

  request(kind: string): void {
    this.requests += 1;
    this.byKind.set(kind, (this.byKind.get(kind) ?? 0) + 1);
  }

  row(step: string, result: Result): void {
    const counts = this.byStep.get(step) ?? nothing();
    counts[result] += 1;
    this.byStep.set(step, counts);
    this.read += 1;
    if (this.output.isTTY !== true || this.now() - this.drawnAt < betweenDraws) return;
    this.drawnAt = this.now();
    this.output.write(`\r${step}: ${grouped(this.read)} rows, ${this.speed()}\u001b[K`);
  }

  /** `12 rows read: 10 made, 1 updated, 0 unchanged, 1 rejected`, by step and for all of them. Takes the line of the progress away. */
  end(): { readonly steps: readonly string[]; readonly all: string } {
    if (this.output.isTTY === true) this.output.write('\r\u001b[K');
    const steps = [...this.byStep].map(([step, counts]) => `${step}: ${countsIn(counts)}`);
    const all = [...this.byStep.values()].reduce(sumOf, nothing());
    return { steps, all: `${countsIn(all)}; ${this.speed()}` };
  }

  private speed(): string {
    const seconds = Math.max(this.now() - this.startedAt, 1) / 1000;
    const perSecond = grouped(Math.round(this.read / seconds));
    return `${grouped(this.requests)} requests in ${seconds.toFixed(1)} s (${perSecond} rows/s)`;
  }
}

const nothing = (): Record<Result, number> => ({ made: 0, updated: 0, unchanged: 0, rejected: 0, 'passed over': 0 });

function sumOf(one: Record<Result, number>, other: Record<Result, number>): Record<Result, number> {
  const sum = nothing();
  for (const result of results) sum[result] = one[result] + other[result];
  return sum;
}

// Only steps with conditions pass rows over.
function countsIn(counts: Record<Result, number>): string {
  const read = results.reduce((sum, result) => sum + counts[result], 0);
  const shown = results.filter((result) => result !== 'passed over' || counts[result] > 0);
  return `${grouped(read)} rows read: ${shown.map((result) => `${grouped(counts[result])} ${result}`).join(', ')}`;
}

/** `8934` as `8,934`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');
