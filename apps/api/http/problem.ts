import { HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { requestIdHeader } from './request-id.js';
import type { RefusalOf, requestRefusals, RequestRefusal } from './request-refusals.js';

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** RFC 9457 `application/problem+json` with a stable `code`; conflicts carry the ids of other records beside it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly [detail: string]: unknown;
}

export const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood',
  401: 'A valid key is needed',
  403: 'This key does not open that',
  404: 'There is no such thing',
  405: 'That method is not possible here',
  406: 'There is no such form of it',
  408: 'The request took too long to arrive',
  409: 'The rules do not allow it now',
  412: 'The record has changed since you read it',
  413: 'The body is too large',
  415: 'That content type is not taken',
  417: 'That expectation is not met here',
  422: 'The request contradicts the rules',
  429: 'Too many requests',
  431: 'The headers are too large',
  500: 'Something went wrong here',
  503: 'Not possible at the moment',
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the problem that answers it. */
    problemCode?: string;
  }
}

/** A refusal of a request for what it is, not for what the rules say. */
export const problem = <Code extends RequestRefusal>(
  status: (typeof requestRefusals)[Code],
  code: Code,
  detail: string,
  more?: Readonly<Record<string, unknown>>,
): Problem => problemOfRules(status, code, detail, more);

/** One whose code is registered with the rules that refuse. */
export function problemOfRules(
  status: number,
  code: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Problem {
  return {
    type: `urn:tidemark:problem:${code}`,
    title: titles[status] ?? 'The request failed',
    status,
    code,
    detail,
    ...more,
  };
}

/** Sends it as the answer; one that may go better soon says when to come again, in seconds. */
export function answerProblem(reply: FastifyReply, answer: Problem, retryAfter = 1): FastifyReply {
  const { request } = reply;
  const { id } = request;
  request.problemCode = answer.code;
  if (answer.status === 503 || answer.status === 429) void reply.header('Retry-After', String(retryAfter));
  void reply.header(requestIdHeader, id).code(answer.status).type('application/problem+json');
  return reply.send(JSON.stringify({ ...answer, requestId: id }));
}

/** Refuses work that cannot be taken on now; sent again in a second it may find room. */
export const overloaded = (detail: string): HttpException => new HttpException(problem(503, 'overloaded', detail), 503);

/** Refuses a request for its shape. */
export function badRequest(code: RefusalOf<400>, detail: string, errors?: readonly FieldError[]): HttpException {
  return new HttpException(problem(400, code, detail, errors ? { errors } : {}), 400);
}
