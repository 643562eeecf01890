import type { Output } from '../import/progress.js';

const cells = 32;

/** One line that shows how far the story is; silent where the output is no terminal. */
export class ProgressBar {
  private done = 0;

  constructor(
    private readonly output: Output,
    private readonly all: number,
  ) {}

  add(count: number, label: string): void {
    this.done += count;
    if (this.output.isTTY !== true) return;
    const filled = Math.round((cells * this.done) / this.all);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(cells - filled)}`;
    this.output.write(`\r${bar} ${label}, ${String(this.done)} of ${String(this.all)} commands\u001b[K`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.output.isTTY === true) this.output.write('\r\u001b[K');
  }
}
