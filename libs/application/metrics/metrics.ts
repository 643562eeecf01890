import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { RevisionConflict } from '../../event-log/event-log.js';
import { isDomainError } from '../../kernel/domain-error.js';
import type { Correlated, Observer, RetryReason } from '../../kernel/observer.js';
import type { Figures } from './figures.js';
import { Gauges } from './gauges.js';

/** One request that was answered: by the pattern of its route, never its address. */
export interface AnsweredRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  /** Of a problem. */
  readonly code?: string | undefined;
}

/** Seconds. */
const buckets = [0.005, 0.025, 0.1, 0.5, 2.5];

/** Counts what goes on, and writes it as Prometheus reads it. Labels are names out of the code: their number is bounded. */
export class Metrics implements Observer {
  private readonly registry = new Registry();
  private readonly gauges = new Gauges(this.registry);
  private readonly commands = this.counter('commands_total', 'Commands, by how they ended.', 'command', 'outcome');
  private readonly commandSeconds = this.histogram('command_seconds', 'What commands took.', 'command');
  private readonly refusals = this.counter('refusals_total', 'Commands that the rules refused.', 'code');
  private readonly appends = this.counter('appends_total', 'Appends to the log.');
  private readonly appended = this.counter('appended_events_total', 'Events that appends brought.');
  private readonly appendSeconds = this.histogram('append_seconds', 'What appends took, durable.');
  private readonly conflicts = this.counter('append_conflicts_total', 'Appends that found the stream elsewhere.');
  private readonly failures = this.counter('append_failures_total', 'Appends of which the log failed.');
  private readonly retries = this.counter('retries_total', 'Commands that were tried again by themselves.', 'reason');
  private readonly projected = this.counter('projected_events_total', 'Events that the read models have taken.');
  private readonly pageSeconds = this.histogram('projection_page_seconds', 'What read models took for a page.');
  private readonly reactions = this.counter('reactions_total', 'Commands of processes.', 'process', 'outcome');
  private readonly requests = this.histogram('http_request_seconds', 'What answers took.', 'method', 'route', 'status');
  private readonly problems = this.counter('http_problems_total', 'Requests answered by a problem.', 'status', 'code');

  async command<T>(command: string, _of: Correlated, work: () => Promise<T>): Promise<T> {
    const end = this.commandSeconds.startTimer({ command });
    try {
      const done = await work();
      this.commands.inc({ command, outcome: 'done' });
      return done;
    } catch (error) {
      this.commands.inc({ command, outcome: isDomainError(error) ? 'refused' : 'failed' });
      if (isDomainError(error)) this.refusals.inc({ code: error.code });
      throw error;
    } finally {
      end();
    }
  }

  async append<T>(events: number, work: () => Promise<T>): Promise<T> {
    const end = this.appendSeconds.startTimer();
    try {
      const done = await work();
      this.appends.inc();
      this.appended.inc(events);
      end();
      return done;
    } catch (error) {
      (error instanceof RevisionConflict ? this.conflicts : this.failures).inc();
      throw error;
    }
  }

  retry(reason: RetryReason): void {
    this.retries.inc({ reason });
  }

  async projection<T>(events: readonly Correlated[], work: () => Promise<T>): Promise<T> {
    const end = this.pageSeconds.startTimer();
    const done = await work();
    end();
    this.projected.inc(events.length);
    return done;
  }

  async reaction<T>(process: string, _of: Correlated, work: () => Promise<T>): Promise<T> {
    try {
      const done = await work();
      this.reactions.inc({ process, outcome: 'done' });
      return done;
    } catch (error) {
      this.reactions.inc({ process, outcome: isDomainError(error) ? 'refused' : 'failed' });
      throw error;
    }
  }

  request({ method, route, status, seconds, code }: AnsweredRequest): void {
    this.requests.observe({ method, route, status }, seconds);
    if (code !== undefined) this.problems.inc({ status, code });
  }

  /** All of it, with how it stands now and what Node tells of this process: version 0.0.4 of Prometheus's text. */
  async text(figures: Figures): Promise<string> {
    this.gauges.set(figures);
    return Registry.merge([this.registry, ofThisProcess()]).metrics();
  }

  private counter<Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `tidemark_${name}`, help, labelNames, registers: [this.registry] });
  }

  private histogram<Label extends string>(name: string, help: string, ...labelNames: Label[]): Histogram<Label> {
    return new Histogram({ name: `tidemark_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }
}

let processRegistry: Registry | undefined;

/** Node's own figures are of the process, and watched from the first time they are asked for. */
function ofThisProcess(): Registry {
  if (processRegistry === undefined) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}
