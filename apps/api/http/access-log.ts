import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isId } from '../../../libs/kernel/ids.js';
import type { Actor } from '../../../libs/kernel/events.js';
import type { Facts, Log } from '../../../libs/application/log/log.js';

/** A line for each request that was answered, or given up: which one, by whom, how it went. What was asked and sent may be personal. */
export function logAccess(fastify: FastifyInstance, log: Pick<Log, 'info'>): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const path = pathOf(request);
    log.info(`${method} ${path} ${String(reply.statusCode)}`, {
      requestId: request.id,
      method,
      route: request.routeOptions.url,
      path,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      bytes: bytesOf(reply.getHeader('content-length')),
      ...actorOf(request),
    });
    done();
  });
}

/** The path with the ids that are in it; whatever else stands there is told by its name in the route. */
function pathOf({ routeOptions, params }: FastifyRequest): string {
  const given = new Map<string, unknown>(Object.entries(params ?? {}));
  return (routeOptions.url ?? '(no route)').replaceAll(/:(\w+)/g, (place, name: string) => {
    const value = given.get(name);
    return typeof value === 'string' && isId(value) ? value : place;
  });
}

function bytesOf(length: unknown): number | undefined {
  const bytes = Number(length);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

function actorOf({ actor }: { readonly actor?: Actor }): Facts {
  return actor === undefined ? {} : { actor: actor.id, actorKind: actor.kind };
}
