import { HttpException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { JsonRefused, parseStrictJson, type JsonBounds } from '../../../libs/kernel/strict-json.js';
import { badRequest, problem } from './problem.js';
import { checkText, isBlank, textOf } from './text.js';

/** A quote of 1,000 lines has 23,000 values; what is larger would keep everyone else waiting while it is checked. */
const bounds: JsonBounds = { depth: 20, fields: 500, elements: 10_000, values: 30_000 };

/** Takes JSON objects as bodies and nothing else: whatever a later step could stumble over is refused here, by its place. */
export function acceptJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseBody(Buffer.from(body)));
    } catch (error) {
      done(error instanceof HttpException ? error : badRequest('invalid-json', 'The body is not valid JSON.'));
    }
  });
}

/** Takes lines of JSON as bytes on this one path; its controller reads them. */
export function acceptLines(fastify: FastifyInstance, path: string): void {
  fastify.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.url === path) done(null, body);
    else done(new UnsupportedMediaTypeException());
  });
}

/** The body as an object; an empty one is `{}`. */
export function parseBody(bytes: Buffer): Record<string, unknown> {
  const text = textOf(bytes);
  if (isBlank(text)) return {};
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('invalid-request', 'The body must be a JSON object: {…}.');
  }
  checkInside(body, '');
  return { ...body };
}

function parseJson(text: string): unknown {
  try {
    return parseStrictJson(text, bounds);
  } catch (error) {
    throw error instanceof JsonRefused ? refusalOf(error) : error;
  }
}

function refusalOf({ fault, message, path, excess }: JsonRefused): HttpException {
  const errors = [{ field: path.slice(0, 200), message }];
  const place = path === '' ? `The body ${message}` : `"${path.slice(0, 100)}" ${message}`;
  switch (fault) {
    case 'syntax':
      return badRequest('invalid-json', `The body ${message}.`);
    case 'twice':
      return badRequest('duplicate-field', `${place} in one object; send it once.`, errors);
    case 'number':
      return badRequest(
        'invalid-number',
        `${place}; send at most 15 digits, or text where the field takes it.`,
        errors,
      );
    case 'depth':
      return new HttpException(problem(400, 'invalid-request', `The body ${message}.`, excess), 400);
    case 'size':
      return new HttpException(problem(413, 'body-too-large', `${place}. Send it in parts.`, excess), 413);
  }
}

function checkInside(value: unknown, path: string): void {
  if (typeof value === 'string') checkText(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const place = path === '' ? key : `${path}.${key}`;
    // Names that every object has: validation would take such a field for one of the request's own.
    if (key in Object.prototype || key === 'prototype') {
      throw badRequest('invalid-request', `The body has a field named "${key}", which is not allowed.`);
    }
    checkText(key, 'a field name');
    checkInside(inner, place);
  }
}
