import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LogUnavailable, PositionUnknown } from '../../../libs/event-log/event-log.js';
import { isDomainError } from '../../../libs/kernel/domain-error.js';
import { QueryRefused } from '../../../libs/read-store/read-store.js';
import { problem, type Problem } from './problem.js';
import { statusOf } from './refusals.js';

/** Every failed request answers as a problem document (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { url } = host.switchToHttp().getRequest<FastifyRequest>();
    const answer = problemOf(error);
    if (answer.status >= 500)
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (answer.status === 503) void reply.header('Retry-After', '1');
    void reply
      .code(answer.status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...answer, instance: url.slice(0, 500) }));
  }
}

export function problemOf(error: unknown): Problem {
  if (isDomainError(error)) return problem(statusOf(error.code), error.code, error.message, error.details);
  if (error instanceof QueryRefused) return problem(400, error.code, error.message);
  if (error instanceof PositionUnknown) return problem(400, 'position-unknown', error.message);
  if (error instanceof LogUnavailable)
    return problem(
      503,
      'log-unavailable',
      'The event log cannot be written at the moment; nothing was changed that you can see. Try again with the same Idempotency-Key.',
    );
  if (error instanceof HttpException) return problemOfHttp(error);
  return problem(500, 'internal-error', 'Tidemark failed on this request; the log of the server says why.');
}

function problemOfHttp(error: HttpException): Problem {
  const response = error.getResponse();
  if (typeof response === 'object' && 'code' in response && 'type' in response) return response as Problem;
  const status = error.getStatus();
  switch (status) {
    case 404:
      return problem(404, 'route-not-found', `${error.message}. The documentation at /docs lists what there is.`);
    case 413:
      return problem(413, 'body-too-large', 'The body is larger than 1 MiB.');
    case 415:
      return problem(415, 'content-type-not-taken', 'Send JSON with "Content-Type: application/json".');
    default:
      return problem(status, status < 500 ? 'invalid-request' : 'internal-error', error.message);
  }
}
