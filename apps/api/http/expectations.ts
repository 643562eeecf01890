import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { answerProblem, problem } from './problem.js';

/** Node promises `Expect: 100-continue`; another expectation it answers with a bare 417, or passes over beside that one. */
export function refuseExpectations(fastify: FastifyInstance): void {
  const server: Server = fastify.server;
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    server.emit('request', request, response),
  );
  fastify.addHook('onRequest', async ({ headers: { expect } }, reply) => {
    if (expect === undefined || /^100-continue$/i.test(expect)) return;
    const detail = `The header expect is "${expect.slice(0, 100)}"; only 100-continue is met here. Send the request without.`;
    // Whether the body is still to come, nobody knows now.
    void reply.header('Connection', 'close');
    await answerProblem(reply, problem(417, 'expectation-failed', detail));
  });
}
