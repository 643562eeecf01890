import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import { isDomainError } from '../../kernel/domain-error.js';
import { LruMap } from '../../kernel/lru-map.js';

/** So many requests of this process are found again by their correlation id, whatever that is. */
const remembered = 10_000;
/** W3C's `traceparent`: version, trace, span, flags. */
const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Where a span stands: below one, below none, or (without it) below the one that is active. */
export interface SpanPlace {
  readonly parent: SpanContext | undefined;
  /** Other traces that it belongs to. */
  readonly links?: readonly SpanContext[];
}

/** The spans of this process. There is none of it unless an endpoint is set that takes them. */
export class Traces {
  private readonly requests = new LruMap<string, SpanContext>(remembered);

  /** `end` sends what was not sent yet. */
  constructor(
    private readonly tracer: Tracer,
    readonly end: () => Promise<void>,
  ) {}

  /** The span of a request, in the trace that its headers name. */
  begin(headers: Readonly<Record<string, unknown>>): Span {
    return this.tracer.startSpan('HTTP', { kind: SpanKind.SERVER }, propagation.extract(ROOT_CONTEXT, headers));
  }

  /** An id for a request that came without one: whoever has it, in whatever process, finds its trace by it. */
  requestIdOf(span: Span): string {
    const { traceId, spanId, traceFlags } = span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  /** From now on what has this correlation id belongs to the span's trace. */
  remember(correlationId: string, span: Span): void {
    this.requests.set(correlationId, span.spanContext());
  }

  /** The request that a correlation id goes back to; undefined where it is of another process and does not tell. */
  requestOf(correlationId: string): SpanContext | undefined {
    const known = this.requests.get(correlationId);
    if (known !== undefined) return known;
    const [, traceId, spanId, flags] = traceparent.exec(correlationId) ?? [];
    if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
    return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  }

  /** What begins in it is of this span. */
  within<T>(span: Span, work: () => T): T {
    return context.with(trace.setSpan(ROOT_CONTEXT, span), work);
  }

  /** A note in the active span. */
  note(name: string, attributes: Attributes): void {
    trace.getActiveSpan()?.addEvent(name, attributes);
  }

  /** A span around the work. An error is told by its code or its name: its message may name what is personal. */
  async around<T>(name: string, attributes: Attributes, work: () => Promise<T>, place?: SpanPlace): Promise<T> {
    const links = place?.links?.map((link) => ({ context: link }));
    const below = place === undefined ? context.active() : contextOf(place.parent);
    const span = this.tracer.startSpan(name, { attributes, ...(links && { links }) }, below);
    try {
      return await context.with(trace.setSpan(below, span), work);
    } catch (error) {
      if (isDomainError(error)) span.setAttribute('tidemark.refusal', error.code);
      else span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
      throw error;
    } finally {
      span.end();
    }
  }
}

const contextOf = (parent: SpanContext | undefined) =>
  parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
