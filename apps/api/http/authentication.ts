import type { FastifyInstance, FastifyReply } from 'fastify';
import type { KeyUse } from '../../../libs/application/keys/key-use.js';
import type { KnownKeys } from '../../../libs/application/keys/known-keys.js';
import { Logins, type LoginRefusal } from '../../../libs/application/keys/logins.js';
import type { Calendar } from '../../../libs/kernel/calendar.js';
import type { Clock } from '../../../libs/kernel/dates.js';
import { everything } from '../../../libs/read-store/read-store.js';
import { isDocumentation } from './answer-headers.js';
import { answerProblem, problem } from './problem.js';
import { scopeRefusal } from './scopes.js';

/** What may be read without a key. */
const isOpen = (path: string): boolean => /^\/health(\/|$)/.test(path) || isDocumentation(path);

/** What each request is given on its way, and who is told of those without a valid key. */
export interface RequestFacts {
  readonly keys: Pick<KnownKeys, 'find'>;
  readonly keyUse: Pick<KeyUse, 'used'>;
  readonly calendar: Calendar;
  readonly clock: Clock;
  /** Failed logins of an address before it is slowed. */
  readonly failedLogins: number;
  onNotice(line: string): void;
}

/**
 * Section 8 of the design: no anonymous access. Every request but health and documentation needs `Authorization: Bearer <key>`, with a key that is
 * known and open, and has the scope of its route.
 */
export function authenticate(fastify: FastifyInstance, facts: RequestFacts): void {
  const { keys, keyUse, calendar, clock, failedLogins } = facts;
  const logins = new Logins({ keys, failedLogins, onNotice: (line) => facts.onNotice(line) });
  fastify.addHook('onRequest', async (request, reply) => {
    request.calendar = calendar;
    request.clock = clock;
    if (isOpen(request.url.split('?')[0] ?? '')) return;
    const login = await logins.of(request.ip, request.headers.authorization);
    if ('code' in login) return answerRefusal(reply, login);
    request.actor = { kind: 'key', id: login.apiKeyId };
    request.scopes = login.scopes;
    request.viewer = everything;
    keyUse.used(login.apiKeyId);
    const { url } = request.routeOptions;
    const refused = url === undefined ? undefined : scopeRefusal(login.scopes, request.method, url);
    if (refused) await answerProblem(reply, refused);
  });
}

async function answerRefusal(reply: FastifyReply, refusal: LoginRefusal): Promise<void> {
  const { code, detail } = refusal;
  if (code === 'too-many-failed-logins') await answerProblem(reply, problem(429, code, detail), refusal.wait);
  else await answerProblem(reply.header('WWW-Authenticate', 'Bearer'), problem(401, code, detail));
}
