import { Signal } from '../../kernel/signal.js';
import type { HeldLease, Lease, Leases } from '../../read-store/leases.js';

/** Leases of one process's memory, which a test takes away when it likes. They fence nothing. */
export class MemoryLeasePlace {
  private readonly held = new Map<string, { readonly by: string; readonly lost: AbortController }>();
  private readonly freed = new Signal();

  /** As one process sees it. */
  of(holder: string): Leases {
    return {
      take: (lease, signal) => this.take(holder, lease, signal),
      holderOf: (name) => Promise.resolve(this.held.get(name)?.by),
    };
  }

  holderOf(name: string): string | undefined {
    return this.held.get(name)?.by;
  }

  /** The holder is killed, or paused: another takes it. */
  lose(name: string): void {
    this.held.get(name)?.lost.abort();
    this.free(name);
  }

  private async take(by: string, { name }: Lease, signal: AbortSignal): Promise<HeldLease | undefined> {
    while (this.held.has(name)) {
      if (signal.aborted) return undefined;
      await this.freed.wait(signal);
    }
    if (signal.aborted) return undefined;
    const lost = new AbortController();
    const own = { by, lost };
    this.held.set(name, own);
    return {
      lost: lost.signal,
      release: () => {
        if (this.held.get(name) === own) this.free(name);
        return Promise.resolve();
      },
    };
  }

  private free(name: string): void {
    this.held.delete(name);
    this.freed.wake();
  }
}
