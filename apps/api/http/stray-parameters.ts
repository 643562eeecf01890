import type { FastifyInstance } from 'fastify';
import { problem } from './problem.js';

/** Commands take no query parameters: one that is sent is a mistake, and is said so (decision 12). */
export function refuseStrayParameters(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', async (request, reply) => {
    const stray = Object.keys(request.query ?? {});
    if (request.method === 'GET' || request.method === 'HEAD' || stray.length === 0) return;
    const detail = `Commands take no query parameters; "${String(stray[0]).slice(0, 100)}" belongs into the body, or nowhere.`;
    await reply
      .code(400)
      .type('application/problem+json')
      .send(JSON.stringify(problem(400, 'unknown-parameter', detail)));
  });
}
