/** So many at once and no more; who asks for several gets them together. In the order asked. */
export class Slots {
  private free: number;
  private readonly waiting: { readonly count: number; readonly begin: () => void }[] = [];

  constructor(readonly most: number) {
    this.free = most;
  }

  async use<T>(count: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      this.waiting.push({ count, begin });
      this.next();
    });
    try {
      return await work();
    } finally {
      this.free += count;
      this.next();
    }
  }

  private next(): void {
    for (let [first] = this.waiting; first !== undefined && first.count <= this.free; [first] = this.waiting) {
      this.waiting.shift();
      this.free -= first.count;
      first.begin();
    }
  }
}
