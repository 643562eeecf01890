import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Calendar } from '../../../libs/kernel/calendar.js';
import type { Clock } from '../../../libs/kernel/dates.js';
import { hashOf, type KnownKey } from '../../../libs/application/runtime/known-keys.js';
import { everything } from '../../../libs/read-store/read-store.js';
import { answerProblem, problem } from './problem.js';

/** What may be read without a key. */
const open = /^\/(health(\/|$)|docs(\/|$)|openapi\.json$|schemas\/)/;

/** What each request is given on its way. */
export interface RequestFacts {
  readonly keys: () => readonly KnownKey[];
  readonly calendar: Calendar;
  readonly clock: Clock;
}

/** Section 8 of the design: no anonymous access. Every request but health and documentation needs `Authorization: Bearer <key>`. */
export function authenticate(fastify: FastifyInstance, { keys, calendar, clock }: RequestFacts): void {
  fastify.addHook('onRequest', async (request, reply) => {
    request.calendar = calendar;
    request.clock = clock;
    if (open.test(request.url.split('?')[0] ?? '')) return;
    const token = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1];
    const known = token === undefined ? undefined : knownBy(hashOf(token), keys());
    if (known) {
      request.actor = known.actor;
      request.viewer = everything;
      return;
    }
    const detail =
      token === undefined ? 'Send your key as "Authorization: Bearer <key>".' : 'This key is not known here; check it.';
    await answerProblem(reply.header('WWW-Authenticate', 'Bearer'), problem(401, 'key-required', detail));
  });
}

function knownBy(hashed: string, keys: readonly KnownKey[]): KnownKey | undefined {
  const given = Buffer.from(hashed, 'hex');
  return keys.find(({ hash }) => timingSafeEqual(Buffer.from(hash, 'hex'), given));
}
