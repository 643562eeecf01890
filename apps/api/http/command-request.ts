import { hash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Calendar } from '../../../libs/kernel/calendar.js';
import { parseDate, parseInstant, type Clock, type Instant } from '../../../libs/kernel/dates.js';
import type { Actor } from '../../../libs/kernel/events.js';
import { derivedId, idPattern, isId, newId, type CommandId, type Id } from '../../../libs/kernel/ids.js';
import { canonicalJson } from '../../../libs/kernel/json.js';
import { idFor, type Envelope } from '../../../libs/application/commands/command.js';
import type { StreamBatch } from '../../../libs/commands/stream-batch.js';
import type { Scope } from '../../../libs/organisation/api-key/api-key.events.js';
import type { Viewer } from '../../../libs/read-store/read-store.js';
import { badRequest } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by authentication. */
    actor: Actor;
    /** What its key opens. */
    scopes: readonly Scope[];
    /** On whose behalf it reads. */
    viewer: Viewer;
    calendar: Calendar;
    clock: Clock;
    /** For a line of a batch: the lines before it on the same record. */
    batch?: StreamBatch | undefined;
  }
}

/** A command's envelope as it came over HTTP, and the ids of what it makes. */
export class CommandRequest {
  constructor(readonly context: Envelope) {}

  /** The id of a thing this command makes: the same at every repeat under one Idempotency-Key. */
  idFor<T extends Id<string>>(what: string): T {
    return idFor<T>(this.context, what);
  }
}

/** `@Request() request: CommandRequest` in controllers. */
export const Request = createParamDecorator((_data: unknown, execution: ExecutionContext) =>
  commandRequest(execution.switchToHttp().getRequest<Commanding>()),
);

/** What a command needs of a request: also a line of a batch is one. */
export type Commanding = Pick<
  FastifyRequest,
  'id' | 'method' | 'url' | 'headers' | 'body' | 'actor' | 'calendar' | 'clock' | 'batch'
>;

export function commandRequest(http: Commanding): CommandRequest {
  const key = idempotencyKey(http);
  const target = `${http.method} ${http.url}`;
  const commandId = key === undefined ? newId<CommandId>() : derivedId<CommandId>(http.actor.id, target, key);
  const importId = importIdOf(http);
  const expectedRevision = ifMatch(http);
  const occurred = occurredAt(http.body, http.calendar);
  return new CommandRequest({
    commandId,
    fingerprint: hash('sha256', `${target}\n${canonicalJson(http.body ?? {})}`),
    correlationId: http.id,
    actor: http.actor,
    source: importId === undefined ? 'api' : 'import',
    ...(importId !== undefined && { importId }),
    ...(occurred && { occurred: { given: occurred } }),
    ...(expectedRevision !== undefined && { expectedRevision }),
    ...(key === undefined && { once: true }),
    ...(http.batch && { batch: http.batch }),
  });
}

/** What the headers of commands must be. */
export const headerPatterns = {
  'Idempotency-Key': '^[\\x20-\\x7e]{1,200}$',
  'If-Match': '^(\\*|"\\d{1,15}")$',
  'Import-Id': idPattern,
} as const;
const keyShape = new RegExp(headerPatterns['Idempotency-Key']);
const tagShape = new RegExp(headerPatterns['If-Match']);

function idempotencyKey({ headers }: Commanding): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !keyShape.test(key)) {
    throw badRequest('invalid-header', 'Idempotency-Key must be 1 to 200 visible ASCII characters.');
  }
  return key;
}

function importIdOf({ headers }: Commanding): string | undefined {
  const id = headers['import-id'];
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || !isId(id)) throw badRequest('invalid-header', 'Import-Id must be a UUID.');
  return id;
}

function ifMatch({ headers }: Commanding): number | undefined {
  const tag = headers['if-match'];
  if (tag === undefined || tag === '*') return undefined;
  if (!tagShape.test(tag)) {
    throw badRequest(
      'invalid-header',
      `If-Match is ${tag.slice(0, 50)}; give the ETag of the record, such as "3" with its quotes.`,
    );
  }
  return Number(tag.slice(1, -1));
}

/** A date alone is that day's start in the organisation's zone. */
function occurredAt(body: unknown, calendar: Calendar): Instant | undefined {
  const text = typeof body === 'object' && body !== null && 'occurredAt' in body ? body.occurredAt : undefined;
  if (typeof text !== 'string') return undefined;
  const date = parseDate(text);
  return date ? calendar.startOf(date) : parseInstant(text);
}
