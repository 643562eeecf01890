import type { FastifyInstance } from 'fastify';
import { answerProblem, problem } from './problem.js';

/** Reads that take no query parameters; the others check theirs. */
const plainReads = /^\/((v1\/admin|schemas|health)\/|(version|metrics)(\?|$))/;

/** Commands and plain reads take no query parameters: one that is sent is a mistake, and is said so; so is one that is sent twice (decision 12). */
export function refuseStrayParameters(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', async (request, reply) => {
    const stray = Object.keys(request.query ?? {});
    // Names that every object has: validation would take such a parameter for none.
    const unfit = stray.find((name) => name in Object.prototype || name === 'prototype');
    if (unfit !== undefined) {
      await answerProblem(reply, problem(400, 'unknown-parameter', `There is no parameter named "${unfit}".`));
      return;
    }
    const twice = Object.entries(request.query ?? {}).find(([, value]) => Array.isArray(value));
    if (twice !== undefined) {
      const name = twice[0].slice(0, 100);
      await answerProblem(
        reply,
        problem(400, 'duplicate-parameter', `"${name}" is given more than once; give it once.`),
      );
      return;
    }
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (stray.length === 0 || (reads && !plainReads.test(request.url))) return;
    const name = String(stray[0]).slice(0, 100);
    const detail = reads
      ? `This takes no query parameters; leave "${name}" out.`
      : `Commands take no query parameters; "${name}" belongs into the body, or nowhere.`;
    await answerProblem(reply, problem(400, 'unknown-parameter', detail));
  });
}
