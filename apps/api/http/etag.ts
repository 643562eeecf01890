import type { FastifyInstance } from 'fastify';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { statusOfAnswer } from './path.js';

/**
 * Answers of commands carry their revision as `ETag`, for `If-Match` of the next, and say by their status whether they created. As a
 * hook: an interceptor costs each request several of rxjs's streams.
 */
export function answerEtags(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (_request, reply, answer, done) => {
    if (isPlainObject(answer) && typeof answer['revision'] === 'number') {
      // Of a record that is not there yet nothing can have changed since.
      if (answer['revision'] >= 0) void reply.header('ETag', `"${String(answer['revision'])}"`);
      void reply.code(statusOfAnswer(answer, reply.statusCode));
    }
    done(null, answer);
  });
}
