import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LogDamaged, LogUnavailable, PositionUnknown } from '../../../libs/event-log/event-log.js';
import { KeyMissing, KeyStoreUnavailable } from '../../../libs/sealing/key-store.js';
import { isDomainError } from '../../../libs/kernel/domain-error.js';
import { isPoisonEvent } from '../../../libs/projection/parked.js';
import { QueryRefused, ReadModelRebuilding, ReadStoreUnavailable } from '../../../libs/read-store/read-store.js';
import type { Log } from '../../../libs/application/log/log.js';
import { Repeats } from '../../../libs/application/log/repeats.js';
import { answerProblem, problem, problemOfRules, type Problem } from './problem.js';
import { statusOf } from './refusals.js';

/** Every failed request answers as a problem document (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly faults: Repeats) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { url, id } = host.switchToHttp().getRequest<FastifyRequest>();
    const answer = problemOf(error);
    tellOperators(this.faults, error, answer, id);
    void answerProblem(reply, { ...answer, instance: url.slice(0, 500) });
  }
}

/** In the server's log: what nobody expected, with its stack; what is broken, in one line with the file and the place that no client is told. */
export function tellOperators(log: Pick<Log, 'error'>, error: unknown, { code }: Problem, requestId: string): void {
  if (code === 'internal-error') log.error(unexpected(error), { requestId, code });
  if (forOperators.some((kind) => error instanceof kind)) log.error(String(error), { requestId, code });
}

function unexpected(error: unknown): string {
  // Its message is for the client, and may name what is personal.
  if (isDomainError(error)) return `The refusal "${error.code}" has no kind: list it beside the code that refuses.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const forOperators = [LogUnavailable, LogDamaged, KeyStoreUnavailable, ReadStoreUnavailable];

const internalError = problem(
  500,
  'internal-error',
  'Tidemark failed on this request; the log of the server says why.',
);

export function problemOf(error: unknown): Problem {
  if (isDomainError(error)) {
    const status = statusOf(error.code);
    return status === undefined ? internalError : problemOfRules(status, error.code, error.message, error.details);
  }
  if (error instanceof QueryRefused) return problemOfRules(400, error.code, error.message);
  if (error instanceof PositionUnknown) return problem(400, 'position-unknown', error.message);
  if (isPoisonEvent(error))
    return problem(409, 'poison-event', `${error.message}. See GET /v1/admin/parked; mend the cause, then try again.`);
  if (error instanceof LogUnavailable)
    return problem(
      503,
      'log-unavailable',
      'The event log cannot be written at the moment; nothing was changed that you can see. Try again with the same Idempotency-Key.',
    );
  if (error instanceof LogDamaged)
    return problem(500, 'log-damaged', 'The event log is damaged here; the log of the server names the place.');
  if (error instanceof KeyMissing)
    return problem(
      503,
      'key-missing',
      `The key of the personal data of person ${error.person} is lost, though that person was not erased. An operator must restore the keys from a backup; the log of the server says where.`,
      { personId: error.person },
    );
  if (error instanceof KeyStoreUnavailable)
    return problem(503, 'keys-unavailable', 'The keys of personal data cannot be used at the moment. Try again later.');
  if (error instanceof ReadModelRebuilding) return problem(503, 'rebuilding', `${error.message} Try again later.`);
  if (error instanceof ReadStoreUnavailable)
    return problem(503, 'read-models-unavailable', 'The read models cannot be read at the moment. Try again later.');
  if (error instanceof HttpException) return problemOfHttp(error);
  // Nobody will read this: the client went away, or was cut off, before its request was there.
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ECONNRESET')
    return problem(400, 'request-cut-off', 'The request ended before all of it was there.');
  return internalError;
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
      return problemOfRules(status, status < 500 ? 'invalid-request' : 'internal-error', error.message);
  }
}
