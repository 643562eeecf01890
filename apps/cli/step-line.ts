import { grouped, type Output } from './import/progress.js';

const betweenDraws = 200;

/** One line that shows how far a step is and how fast it goes; silent where the output is no terminal. */
export class StepLine {
  private step = '';
  private startedAt = 0;
  private drawnAt = 0;

  /** @param now milliseconds */
  constructor(
    private readonly output: Output,
    private readonly now: () => number,
  ) {}

  /** `log: events checked, 120,000 of 1,000,000 (85,000/s)` */
  show(step: string, done: number, all?: number): void {
    if (this.output.isTTY !== true) return;
    const now = this.now();
    if (step !== this.step) {
      this.step = step;
      this.startedAt = now;
    } else if (now - this.drawnAt < betweenDraws) return;
    this.drawnAt = now;
    const seconds = Math.max(now - this.startedAt, 1) / 1000;
    const of = all === undefined ? '' : ` of ${grouped(all)}`;
    this.output.write(`\r${step}, ${grouped(done)}${of} (${grouped(Math.round(done / seconds))}/s)\u001b[K`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.output.isTTY === true) this.output.write('\r\u001b[K');
  }
}
