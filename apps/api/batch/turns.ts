interface Waiting {
  readonly weight: number;
  readonly resolve: () => void;
}

/** Spreads work over turns of the event loop, in the order it came: so much of it begins in each. */
export class Turns {
  private readonly waiting: Waiting[] = [];
  private begun = 0;
  private isTurning = false;

  constructor(private readonly perTurn: number) {}

  /** Resolves in the turn in which the next one may begin. */
  next(weight = 1): Promise<void> {
    if (this.begun < this.perTurn && this.waiting.length === 0) {
      this.begin(weight);
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push({ weight, resolve }));
  }

  private begin(weight: number): void {
    this.begun += weight;
    if (!this.isTurning) setImmediate(() => this.turn());
    this.isTurning = true;
  }

  private turn(): void {
    this.begun = 0;
    this.isTurning = false;
    while (this.begun < this.perTurn) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.begin(next.weight);
      next.resolve();
    }
  }
}
