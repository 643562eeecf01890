import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerProblem, problem, type Problem } from './problem.js';

/** What says how the body is to be read is followed, or the request is refused; so is a body that nobody would read. */
export function refuseUnreadBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const refused = encodingRefused(request) ?? bodyRefused(request) ?? parametersRefused(request);
    if (refused === undefined) return;
    if (refused.code === 'content-encoding-not-taken') void reply.header('Accept-Encoding', 'identity');
    await answerProblem(reply, refused);
  });
}

function encodingRefused({ headers }: FastifyRequest): Problem | undefined {
  const encoding = headers['content-encoding'] ?? 'identity';
  const transfer = headers['transfer-encoding'] ?? 'chunked';
  if (/^identity$/i.test(encoding) && /^chunked$/i.test(transfer)) return undefined;
  const sent = /^identity$/i.test(encoding)
    ? `Transfer-Encoding is "${transfer}"`
    : `Content-Encoding is "${encoding}"`;
  return problem(415, 'content-encoding-not-taken', `${sent.slice(0, 100)}; send the body as it is.`);
}

const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD']);

function bodyRefused({ method, headers }: FastifyRequest): Problem | undefined {
  if (!bodyless.has(method) || !hasBody(headers)) return undefined;
  return problem(400, 'body-not-taken', `${method} takes no body: what it asks for stands in the address.`);
}

const hasBody = (headers: FastifyRequest['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** JSON is UTF-8 (RFC 8259): the parameter may say so; others would change what the body means. */
function parametersRefused({ headers }: FastifyRequest): Problem | undefined {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';');
  const other = parameters.find((one) => !/^\s*(charset\s*=\s*("utf-?8"|utf-?8))?\s*$/i.test(one));
  if (other === undefined || !hasBody(headers)) return undefined;
  const detail = `Content-Type has the parameter "${other.trim().slice(0, 100)}"; send ${type.trim().slice(0, 100)} in UTF-8.`;
  return problem(415, 'content-type-not-taken', detail);
}
