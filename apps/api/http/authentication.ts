import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeyUse } from '../../../libs/application/keys/key-use.js';
import { hashOf, type KeyRefusal, type KnownKeys } from '../../../libs/application/keys/known-keys.js';
import type { Calendar } from '../../../libs/kernel/calendar.js';
import type { Clock } from '../../../libs/kernel/dates.js';
import { everything } from '../../../libs/read-store/read-store.js';
import { isDocumentation } from './answer-headers.js';
import { FailedLogins } from './failed-logins.js';
import { answerProblem, problem } from './problem.js';
import type { RefusalOf } from './request-refusals.js';
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
  const { keys, keyUse, calendar, clock } = facts;
  const logins = new FailedLogins(facts.failedLogins, () => performance.now());
  const refuse = refusing(logins, facts);
  fastify.addHook('onRequest', async (request, reply) => {
    request.calendar = calendar;
    request.clock = clock;
    if (isOpen(request.url.split('?')[0] ?? '')) return;
    const key = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined) return answer401(reply, 'key-required', 'Send your key as "Authorization: Bearer <key>".');
    const hashed = hashOf(key);
    const wait = logins.wait(request.ip, hashed);
    if (wait > 0) return answerLater(reply, wait);
    const found = await keys.find(key, hashed);
    if (typeof found === 'string') return refuse(request, reply, found, hashed);
    logins.succeeded(request.ip, hashed);
    request.actor = { kind: 'key', id: found.apiKeyId };
    request.scopes = found.scopes;
    request.viewer = everything;
    keyUse.used(found.apiKeyId);
    const { url } = request.routeOptions;
    const refused = url === undefined ? undefined : scopeRefusal(found.scopes, request.method, url);
    if (refused) await answerProblem(reply, refused);
  });
}

const refusals: Readonly<Record<KeyRefusal, readonly [code: RefusalOf<401>, detail: string]>> = {
  unknown: ['key-required', 'This key is not known here; check it.'],
  revoked: ['key-revoked', 'This key was revoked. Ask an administrator for another one.'],
  expired: ['key-expired', 'This key has expired. Ask an administrator for another one.'],
};

/** One line for operators, with the address and never the key; and the answer. */
const refusing =
  (logins: FailedLogins, { onNotice }: Pick<RequestFacts, 'onNotice'>) =>
  async (request: FastifyRequest, reply: FastifyReply, reason: KeyRefusal, hashed: string): Promise<void> => {
    logins.failed(request.ip, hashed);
    const slowed = logins.wait(request.ip, hashed) > 0 ? '; its next tries are slowed' : '';
    onNotice(`A login from ${request.ip} failed: the key is ${reason}${slowed}.`);
    await answer401(reply, ...refusals[reason]);
  };

async function answer401(reply: FastifyReply, code: RefusalOf<401>, detail: string): Promise<void> {
  await answerProblem(reply.header('WWW-Authenticate', 'Bearer'), problem(401, code, detail));
}

async function answerLater(reply: FastifyReply, wait: number): Promise<void> {
  const detail = `Too many logins failed from this address. Try again in ${String(wait)} seconds, with a valid key.`;
  await answerProblem(reply, problem(429, 'too-many-failed-logins', detail), wait);
}
