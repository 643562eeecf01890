import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, problem } from './problem.js';

/** An address that is no valid URL, or has a too long part, is refused before any route is found. */
export function refuseUnreadableAddress(error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  refuse(reply, error.message.slice(0, 200));
}

/** What is left of it for the parameters would be taken as it stands: `%FF` as three characters. */
export function refuseUnreadableParameters(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const fault = faultIn(request.raw.url ?? '');
    if (fault === undefined) done();
    else refuse(reply, fault);
  });
}

function faultIn(address: string): string | undefined {
  try {
    if (address.includes('%')) decodeURIComponent(address);
    return undefined;
  } catch {
    return 'what it encodes with % is not UTF-8';
  }
}

function refuse(reply: FastifyReply, fault: string): void {
  const detail = `The address of the request cannot be read: ${fault}. Encode what is special in it as UTF-8, such as % as %25 and ü as %C3%BC.`;
  void answerProblem(reply, problem(400, 'invalid-address', detail));
}
