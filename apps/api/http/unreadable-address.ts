import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from './problem.js';

/** An address that is no valid URL, or has a too long part, is refused before any route is found. */
export function refuseUnreadableAddress(error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  const detail = `The address of the request cannot be read: ${error.message.slice(0, 200)}. Encode what is special in it, such as % as %25.`;
  void reply
    .code(400)
    .type('application/problem+json')
    .send(JSON.stringify(problem(400, 'invalid-address', detail)));
}
