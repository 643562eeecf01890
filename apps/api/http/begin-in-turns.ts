import type { FastifyInstance } from 'fastify';

/** So many requests begin in one turn of the event loop; fewer while new connections come. */
const perTurn = 64;
const perTurnWithNewcomers = 8;
/** Health checks, and what operators do. */
const atOnce = /^\/((health|v1\/admin)\/|metrics(\?|$))/;

/**
 * Keeps turns of the event loop short, however many requests are there: Node accepts one connection per turn, so that after long
 * ones a new client, or a health check, would wait for minutes. Requests begin in the order they came.
 */
export function beginInTurns(fastify: FastifyInstance): void {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let most = perTurn;
  let isTurning = false;
  let hasNewcomers = false;

  fastify.server.on('connection', () => {
    hasNewcomers = true;
  });

  const nextTurn = (): void => {
    most = hasNewcomers ? perTurnWithNewcomers : perTurn;
    hasNewcomers = false;
    isTurning = begun > 0 || waiting.length > 0;
    begun = 0;
    if (isTurning) setImmediate(nextTurn);
    for (const begin of waiting.splice(0, most)) {
      begun += 1;
      begin();
    }
  };

  fastify.addHook('preHandler', ({ url }, _reply, done) => {
    if (atOnce.test(url)) {
      done();
      return;
    }
    if (!isTurning) setImmediate(nextTurn);
    isTurning = true;
    if (waiting.length > 0 || begun >= most) {
      waiting.push(done);
      return;
    }
    begun += 1;
    done();
  });
}
