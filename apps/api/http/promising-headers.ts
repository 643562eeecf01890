import type { FastifyInstance, FastifyRequest } from 'fastify';
import { batchPath, feedPath } from './path.js';
import { preferred } from './accept.js';
import { answerProblem, problem, type Problem } from './problem.js';
import { eventStream, offeredAt } from './media-types.js';

/** Headers whose sender would be wrong about what was done, were they passed over; and what to do instead. */
const nowhere: Readonly<Record<string, string>> = {
  'on-behalf-of': 'Nobody can act for another yet: send the request with the key of the one who acts.',
  'x-on-behalf-of': 'Nobody can act for another yet: send the request with the key of the one who acts.',
  'x-http-method-override': 'Send the request with the method itself.',
  'x-http-method': 'Send the request with the method itself.',
  'x-method-override': 'Send the request with the method itself.',
  'x-idempotency-key': 'Send Idempotency-Key.',
  'if-unmodified-since': 'Send the ETag of the record as If-Match.',
  'accept-datetime': 'Ask with asOf and knownAt in the address.',
  'content-range': 'Send the body whole.',
  'content-digest': 'Digests are not checked: send the body without.',
  'repr-digest': 'Digests are not checked: send the body without.',
  digest: 'Digests are not checked: send the body without.',
  'content-md5': 'Digests are not checked: send the body without.',
};

type Kind = 'read' | 'command' | 'batch' | 'operation' | 'live feed';

/** Headers that mean something, and of which requests. */
const only: Readonly<Record<string, { readonly of: readonly Kind[]; readonly instead: string }>> = {
  'idempotency-key': { of: ['command'], instead: 'It belongs to a command; in a batch to each line, as "key".' },
  'if-match': { of: ['command'], instead: 'It belongs to a command; in a batch to each line, as "ifMatch".' },
  'import-id': { of: ['command', 'batch'], instead: 'It belongs to commands.' },
  // On a read it is passed over, as it may be: the answer is whole and current.
  'if-none-match': {
    of: ['read', 'live feed'],
    instead: 'A command cannot depend on there being no record; send If-Match.',
  },
  'last-event-id': {
    of: ['live feed'],
    instead: `It resumes the live feed, with "Accept: ${eventStream}"; else ask with after.`,
  },
};

/** Where two of one are sent Node keeps the first, or joins them. */
const once: ReadonlySet<string> = new Set([
  'authorization',
  'content-type',
  'content-encoding',
  'host',
  ...Object.keys(only),
]);

/** Nothing that changes what a request means is passed over (decision 12): headers that Tidemark does not follow are refused by name. */
export function refusePromisingHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const refused = refusalOf(request);
    if (refused) await answerProblem(reply, refused);
  });
}

function refusalOf(request: FastifyRequest): Problem | undefined {
  const { rawHeaders } = request.raw;
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const instead = insteadOf(name, request);
    if (instead !== undefined)
      return problem(400, 'header-not-taken', `The header ${name} is not followed here. ${instead}`);
    if (!once.has(name)) continue;
    if (seen.has(name)) return problem(400, 'invalid-header', `The header ${name} was sent twice; send it once.`);
    seen.add(name);
  }
  return undefined;
}

function insteadOf(name: string, request: FastifyRequest): string | undefined {
  const restricted = Object.hasOwn(only, name) ? only[name] : undefined;
  if (restricted) return restricted.of.includes(kindOf(request)) ? undefined : restricted.instead;
  return Object.hasOwn(nowhere, name) ? nowhere[name] : undefined;
}

function kindOf({ method, url, headers }: FastifyRequest): Kind {
  const path = url.split('?')[0] ?? '';
  if (method === 'GET' || method === 'HEAD') {
    const isLive = path === feedPath && preferred(headers.accept, offeredAt(path)) === eventStream;
    return isLive ? 'live feed' : 'read';
  }
  if (path === batchPath) return 'batch';
  return path.startsWith('/v1/admin/') ? 'operation' : 'command';
}
