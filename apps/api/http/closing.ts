import type { FastifyInstance } from 'fastify';
import { problem } from './problem.js';

/** When Tidemark stops, what was begun is answered, what comes after is refused; either way the connection ends with its answer. */
export function refuseWhenClosing(fastify: FastifyInstance, closing: AbortSignal): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    if (!closing.aborted) {
      done();
      return;
    }
    void reply
      .code(503)
      .header('Retry-After', '5')
      .type('application/problem+json')
      .send(
        JSON.stringify(problem(503, 'stopping', 'Tidemark is stopping. Send this again when it has started anew.')),
      );
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing.aborted) void reply.header('Connection', 'close');
    done();
  });
}
