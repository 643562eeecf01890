import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, problem } from './problem.js';

/** An address that is no valid URL, or has a too long part, is refused before any route is found. */
export function refuseUnreadableAddress(error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  const detail = `The address of the request cannot be read: ${error.message.slice(0, 200)}. Encode what is special in it, such as % as %25.`;
  void answerProblem(reply, problem(400, 'invalid-address', detail));
}
