import { HttpException } from '@nestjs/common';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { Turns } from './turns.js';
import { parseBody } from '../http/json-body.js';
import { badRequest, problem } from '../http/problem.js';

/** One command of a batch. */
export interface BatchLine {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Its Idempotency-Key. */
  readonly key?: string;
  readonly ifMatch?: string;
}

/** A line by its number in the body, from 1; what is wrong with it stands in its place. */
export interface NumberedLine {
  readonly line: number;
  readonly command: BatchLine | HttpException;
  /** As it was sent. */
  readonly bytes: number;
}

export const mostLines = 1_000;

/** So much is read in one turn of the event loop: a line may have hundreds of fields, and others wait meanwhile. */
const bytesPerTurn = 32_768;

/** The lines of an NDJSON body; empty ones are passed over. @throws HttpException when the batch as a whole is refused */
export async function batchLinesIn(body: Buffer): Promise<readonly NumberedLine[]> {
  const lines: { readonly line: number; readonly json: Buffer }[] = [];
  let line = 0;
  for (const json of linesOf(body)) {
    line += 1;
    if (isEmpty(json)) continue;
    if (lines.length === mostLines) {
      const detail = `The batch has more than ${String(mostLines)} lines; send the rest in another.`;
      throw new HttpException(problem(400, 'invalid-request', detail, { tooMany: 'lines', limit: mostLines }), 400);
    }
    lines.push({ line, json });
  }
  const read: NumberedLine[] = [];
  const turns = new Turns(bytesPerTurn);
  for (const { line, json } of lines) {
    await turns.next(json.length);
    read.push({ line, command: commandIn(json), bytes: json.length });
  }
  return read;
}

/** Split as bytes, so that what is not UTF-8 in one line leaves the others as they are. */
function* linesOf(body: Buffer): Generator<Buffer> {
  let start = 0;
  for (let end = body.indexOf(lineEnd); end >= 0; end = body.indexOf(lineEnd, start)) {
    yield start === end ? nothing : body.subarray(start, end);
    start = end + 1;
  }
  yield body.subarray(start);
}

const nothing = Buffer.alloc(0);
const lineEnd = 0x0a;

const isEmpty = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

function commandIn(json: Buffer): BatchLine | HttpException {
  try {
    return checked(parseBody(json));
  } catch (error) {
    if (error instanceof HttpException) return error;
    throw error;
  }
}

function checked({ method = 'POST', path, body = {}, key, ifMatch, ...more }: Record<string, unknown>): BatchLine {
  const stray = Object.keys(more)[0];
  if (stray !== undefined) throw unfit(stray, 'is not a field of a line; it has method, path, body, key and ifMatch');
  if (typeof method !== 'string' || !methods.has(method)) throw unfit('method', `must be ${[...methods].join(', ')}`);
  if (typeof path !== 'string') throw unfit('path', 'must be the path of a command, such as /v1/opportunities');
  if (!isPlainObject(body)) throw unfit('body', 'must be an object');
  if (key !== undefined && typeof key !== 'string') throw unfit('key', 'must be text');
  if (ifMatch !== undefined && typeof ifMatch !== 'string') throw unfit('ifMatch', 'must be an ETag as text');
  return { method, path, body, ...(key !== undefined && { key }), ...(ifMatch !== undefined && { ifMatch }) };
}

const methods: ReadonlySet<string> = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);

function unfit(field: string, message: string): HttpException {
  return badRequest('invalid-request', `"${field}" ${message}.`, [{ field, message: `"${field}" ${message}` }]);
}
