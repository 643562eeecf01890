import { HttpException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { badRequest } from './problem.js';

const deepest = 20;
// Control characters other than tab and line ends; halves of surrogate pairs.
const unfitText = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** Takes JSON objects as bodies and nothing else: whatever a later step could stumble over is refused here, by its place. */
export function acceptJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, parseBody(String(text)));
    } catch (error) {
      done(error instanceof HttpException ? error : badRequest('invalid-json', 'The body is not valid JSON.'));
    }
  });
}

/** Takes lines of JSON as text on this one path; its controller reads them. */
export function acceptLines(fastify: FastifyInstance, path: string): void {
  fastify.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (request, text, done) => {
    if (request.url === path) done(null, String(text));
    else done(new UnsupportedMediaTypeException());
  });
}

/** The body as an object; an empty one is `{}`. */
export function parseBody(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('invalid-request', 'The body must be a JSON object: {…}.');
  }
  checkInside(body, '', 0);
  return { ...body };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = error instanceof Error ? error.message : '';
    throw badRequest('invalid-json', `The body is not valid JSON: ${where.slice(0, 200)}.`);
  }
}

function checkInside(value: unknown, path: string, depth: number): void {
  if (typeof value === 'string') checkText(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (depth >= deepest)
    throw badRequest('invalid-request', `The body is nested more than ${String(deepest)} levels deep.`);
  for (const [key, inner] of Object.entries(value)) {
    const place = path === '' ? key : `${path}.${key}`;
    // Names that every object has: validation would take such a field for one of the request's own.
    if (key in Object.prototype || key === 'prototype') {
      throw badRequest('invalid-request', `The body has a field named "${key}", which is not allowed.`);
    }
    checkText(key, 'a field name');
    checkInside(inner, place, depth + 1);
  }
}

function checkText(text: string, place: string): void {
  const found = unfitText.exec(text);
  if (!found) return;
  const code = found[0].charCodeAt(0).toString(16).padStart(4, '0');
  const message = `has the character U+${code.toUpperCase()}, which text cannot hold; remove it`;
  throw badRequest('invalid-text', `"${place.slice(0, 100)}" ${message}.`, [{ field: place.slice(0, 200), message }]);
}
