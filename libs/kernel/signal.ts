/** Lets readers wait until something new is there. */
export class Signal {
  private readonly waiting = new Set<() => void>();

  /** Resolves at the next `wake`, or when the signal aborts. */
  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }

  wake(): void {
    for (const done of [...this.waiting]) done();
  }
}
