import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

export const requestIdHeader = 'X-Request-Id';

/** Nothing in it may change a header, or a line of the log. */
export const requestIdPattern = '^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,99}$';
const wellFormed = new RegExp(requestIdPattern);

/** Under which the log tells of a request, and the correlation id of what follows from it: the one that its sender gave, where it is well formed, else a new one. */
export function requestIdOf(
  { headers }: { readonly headers: Readonly<Record<string, unknown>> },
  made: () => string = randomUUID,
): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && wellFormed.test(given) ? given : made();
}

/** Each answer says it. */
export function answerRequestIds(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(requestIdHeader, request.id);
    done();
  });
}
