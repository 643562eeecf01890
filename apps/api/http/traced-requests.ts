import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Traces } from '../../../libs/application/tracing/traces.js';
import { requestIdOf } from './request-id.js';

type RequestSpan = ReturnType<Traces['begin']>;

/** What asks how it is, again and again. */
const untraced = /^\/(health|metrics)(\/|\?|$)/;

/** A span for each request, in its sender's trace where it names one, and around all that the request does. */
export class TracedRequests {
  private readonly spans = new WeakMap<IncomingMessage, RequestSpan>();

  constructor(private readonly traces: Traces) {}

  /** The request's own id, else one that tells its trace. */
  requestId(request: IncomingMessage): string {
    if (untraced.test(request.url ?? '')) return requestIdOf(request);
    const span = this.traces.begin(request.headers);
    this.spans.set(request, span);
    const id = requestIdOf(request, () => this.traces.requestIdOf(span));
    this.traces.remember(id, span);
    return id;
  }

  /** Ends each with its answer. */
  follow(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const span = this.spans.get(request.raw);
      const route = request.routeOptions.url ?? '(none)';
      span?.updateName(`${request.method} ${route}`);
      span?.setAttributes({
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': reply.statusCode,
        'tidemark.correlation_id': request.id,
        ...(request.problemCode !== undefined && { 'tidemark.problem': request.problemCode }),
      });
      span?.end();
      done();
    });
  }

  /** To be the last hook before the handler: what has waited for its turn was begun by another request. */
  enter(fastify: FastifyInstance): void {
    fastify.addHook('preHandler', ({ raw }, _reply, done) => {
      const span = this.spans.get(raw);
      if (span === undefined) done();
      else this.traces.within(span, done);
    });
  }
}
