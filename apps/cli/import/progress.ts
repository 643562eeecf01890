/** Where lines go; a terminal when `isTTY`. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

const betweenDraws = 200;

/** Counts rows and requests, and shows the count on one line when the output is a terminal. */
export class Progress {
  rows = 0;
  rejected = 0;
  requests = 0;
  /** How many requests of each kind: `managers: POST /v1/users`. */
  readonly byKind = new Map<string, number>();
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

  row(step: string, taken: boolean): void {
    if (taken) this.rows += 1;
    else this.rejected += 1;
    if (this.output.isTTY !== true || this.now() - this.drawnAt < betweenDraws) return;
    this.drawnAt = this.now();
    this.output.write(`\r${step}: ${this.counts()}\u001b[K`);
  }

  /** `8,934 rows, 0 rejected, 24,160 requests in 4.2 s (2,127 rows/s)`; takes the line of the progress away. */
  end(): string {
    if (this.output.isTTY === true) this.output.write('\r\u001b[K');
    return this.counts();
  }

  private counts(): string {
    const seconds = Math.max(this.now() - this.startedAt, 1) / 1000;
    const perSecond = grouped(Math.round((this.rows + this.rejected) / seconds));
    const counts = `${grouped(this.rows)} rows, ${grouped(this.rejected)} rejected, ${grouped(this.requests)} requests`;
    return `${counts} in ${seconds.toFixed(1)} s (${perSecond} rows/s)`;
  }
}

/** `8934` as `8,934`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');
