import type { FastifyInstance } from 'fastify';
import { answerProblem, problem } from './problem.js';

/** Seconds. */
const untilStartedAgain = 5;

/** When Tidemark stops, what was begun is answered, what comes after is refused; either way the connection ends with its answer. */
export function refuseWhenClosing(fastify: FastifyInstance, closing: AbortSignal): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    if (!closing.aborted) {
      done();
      return;
    }
    const detail = 'Tidemark is stopping. Send this again when it has started again.';
    void answerProblem(reply, problem(503, 'stopping', detail), untilStartedAgain);
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing.aborted) void reply.header('Connection', 'close');
    done();
  });
}
