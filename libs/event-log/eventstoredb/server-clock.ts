import { instantOf, millisOf, type Instant } from '../../kernel/dates.js';
import { LogUnavailable } from '../event-log.js';
import { answered, clientDeadline, pause, type Waits } from './calls.js';
import { asLogError } from './server-errors.js';
import type { ServerReads } from './server-reads.js';
import type { ClientShare } from './shared-client.js';

/** The server keeps one event of a stream's metadata: what is written there takes no room for long. */
const stream = 'tidemark-clock';

/**
 * What is known of the server's clock, which stamps each event when it takes it, in the order of the log.
 *
 * Relied on: that clock does not go back. One server's is to be slewed, not stepped; where a cluster's leader changes, nobody writes for
 * longer than their clocks should differ. And what the server has stamped it shows within `waits.settled`, or before it answers a later write.
 */
export class ServerClock {
  private latest: { readonly created: Instant; readonly seenAt: number } | undefined;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly share: ClientShare,
    private readonly reads: ServerReads,
    private readonly waits: Waits,
    private readonly onNotice: (line: string) => void,
  ) {}

  /** An event was seen that the server stamped so, however long ago; events are seen in any order. */
  saw(created: Instant): void {
    if (this.latest === undefined || created > this.latest.created)
      this.latest = { created, seenAt: performance.now() };
  }

  /** Resolves when whatever is not in the log yet will be stamped later than this. @throws LogUnavailable */
  async passed(instant: Instant): Promise<void> {
    const until = performance.now() + this.waits.answer;
    while (!this.hasPassed(instant)) {
      if (performance.now() >= until) {
        throw new LogUnavailable(
          `The clock of ${this.reads.server} stands at ${this.latest?.created ?? 'no time'}, before ${instant}: set the clocks right.`,
        );
      }
      // Asked for before we came: answers for less.
      await this.asking?.catch(() => undefined);
      if (this.hasPassed(instant)) return;
      await (this.asking ??= this.ask());
      const behind = millisOf(instant) + 1 - millisOf(this.latest?.created ?? instant);
      if (behind > 0) await pause(Math.min(behind, this.waits.retry));
    }
  }

  private hasPassed(instant: Instant): boolean {
    if (this.latest === undefined) return false;
    const { created, seenAt } = this.latest;
    if (created > instant) return true;
    // Clocks may run a thousandth apart.
    const elapsed = (performance.now() - seenAt) * 0.999;
    return millisOf(created) + elapsed > millisOf(instant) + this.waits.settled;
  }

  /** A write of the server's own kind: all that was stamped before it is in the log when it is answered. @throws LogUnavailable */
  private async ask(): Promise<void> {
    const { client, address } = this.share;
    try {
      const options = { expectedRevision: 'any', credentials: address.credentials, requiresLeader: true } as const;
      const { answer } = this.waits;
      const before = this.latest?.created;
      const asked = client.setStreamMetadata(stream, {}, { ...options, deadline: clientDeadline(this.waits) });
      await answered(asked, answer, 'the question for the time');
      const written = await this.reads.last(`$$${stream}`);
      if (written === undefined) return;
      const created = instantOf(written.created.getTime());
      if (before !== undefined && created < before) this.tellItWentBack(before, created);
      this.latest = { created, seenAt: performance.now() };
    } catch (error) {
      throw asLogError(this.reads.server, error);
    } finally {
      this.asking = undefined;
    }
  }

  private tellItWentBack(before: Instant, created: Instant): void {
    this.onNotice(
      `The clock of ${this.reads.server} went back from ${before} to ${created}: answers as of the time between may change.`,
    );
  }
}
