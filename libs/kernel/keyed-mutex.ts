/** One at a time per key, in the order asked. */
export class KeyedMutex {
  private readonly last = new Map<string, Promise<void>>();

  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const result = (this.last.get(key) ?? Promise.resolve()).then(work);
    const settled = result.then(ignore, ignore).then(() => {
      if (this.last.get(key) === settled) this.last.delete(key);
    });
    this.last.set(key, settled);
    return result;
  }

  /** How many keys have work waiting or running. */
  get busy(): number {
    return this.last.size;
  }
}

const ignore = (): void => undefined;
