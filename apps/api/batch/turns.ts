/** Spreads work over turns of the event loop, in the order it came: so much of it begins in each. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private begun = 0;
  private isTurning = false;

  constructor(private readonly perTurn: number) {}

  /** Resolves in the turn in which the next one may begin. */
  next(): Promise<void> {
    if (this.begun < this.perTurn && this.waiting.length === 0) {
      this.begin();
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private begin(): void {
    this.begun += 1;
    if (!this.isTurning) setImmediate(() => this.turn());
    this.isTurning = true;
  }

  private turn(): void {
    this.begun = 0;
    this.isTurning = false;
    for (const resolve of this.waiting.splice(0, this.perTurn)) {
      this.begin();
      resolve();
    }
  }
}
