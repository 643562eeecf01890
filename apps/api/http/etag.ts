import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ExpectedRevision } from '../../../libs/event-log/event-log.js';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { statusOfAnswer } from './path.js';

/** The revision of what is answered, for `If-Match`; none of what is of the past, or not there yet: nothing can have changed since. */
export function answerRevision(reply: FastifyReply, revision: ExpectedRevision | undefined): void {
  if (typeof revision === 'number' && revision >= 0) void reply.header('ETag', `"${String(revision)}"`);
}

/**
 * Answers of commands carry their revision as `ETag`, for `If-Match` of the next, and say by their status whether they created. As a
 * hook: an interceptor costs each request several of rxjs's streams.
 */
export function answerEtags(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (_request, reply, answer, done) => {
    if (isPlainObject(answer) && typeof answer['revision'] === 'number') {
      answerRevision(reply, answer['revision']);
      void reply.code(statusOfAnswer(answer, reply.statusCode));
    }
    done(null, answer);
  });
}
