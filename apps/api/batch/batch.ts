import { Inject, HttpException, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StreamBatch } from '../../../libs/commands/stream-batch.js';
import type { Commanding } from '../http/command-request.js';
import type { Position } from '../../../libs/event-log/event-log.js';
import { claimedPosition } from '../../../libs/event-log/position.js';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { statusOfAnswer } from '../http/path.js';
import { CommandRoutes, type FoundRoute } from './command-routes.js';
import { withFewErrors } from './few-errors.js';
import { mustHaveScope } from '../http/scopes.js';
import { problemOf, tellOperators } from '../http/problem.filter.js';
import { problem } from '../http/problem.js';
import { registry } from '../../../libs/application/register/registry.js';
import { CommandExecutor } from '../../../libs/commands/command-executor.js';
import { Repeats } from '../../../libs/application/log/repeats.js';
import { ADAPTERS, type Adapters } from '../../../libs/application/adapters/adapters.js';
import type { BatchLine, NumberedLine } from './batch-lines.parse.js';
import { Turns } from './turns.js';

/** What one line came to: what its route answers, or a problem document. */
export interface LineAnswer {
  readonly line: number;
  readonly status: number;
  /** For an import: false where the log has nothing new of it, a repeat or a command that changes nothing. Not there where it was refused. */
  readonly changed?: boolean;
  readonly body: unknown;
}

/** Records of which lines begin in one turn of the event loop: so short stays a health check's wait (ADR 23). */
const perTurn = 200;
/** Most lines have less; one with more counts as several. */
const bytesOfOne = 512;

/** On whose behalf the lines are carried out. */
export type Sender = Pick<Commanding, 'actor' | 'calendar' | 'clock' | 'headers'> &
  Pick<FastifyRequest, 'scopes'> & { readonly requestId: string };

type Step = Omit<NumberedLine, 'command'> & { readonly command: BatchLine; readonly route: FoundRoute };

/**
 * Carries out many commands at once. Lines about one record are decided in their order and appended together; those about different
 * records run side by side. Each is answered by itself, as its route would.
 */
@Injectable()
export class Batch {
  private readonly turns = new Turns(perTurn);

  constructor(
    private readonly executor: CommandExecutor,
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    private readonly routes: CommandRoutes,
    private readonly faults: Repeats,
  ) {}

  /** The answers in the order of the lines. */
  async run(lines: readonly NumberedLine[], sender: Sender): Promise<readonly LineAnswer[]> {
    const failed: LineAnswer[] = [];
    const records = new Map<string, Step[]>();
    for (const { line, command, bytes } of lines) {
      const route = command instanceof HttpException ? command : this.routeOf(command);
      if (command instanceof HttpException || route instanceof HttpException) {
        failed.push(this.failed(line, route, sender));
        continue;
      }
      const record = recordIn(command.path) ?? `line ${String(line)}`;
      const steps = records.get(record) ?? [];
      steps.push({ line, command, bytes, route });
      records.set(record, steps);
    }
    // An import counts what it has made; to others a repeat is answered as the first time.
    const isImport = sender.headers['import-id'] !== undefined;
    const before = isImport ? await this.adapters.log.head() : undefined;
    const answers = await Promise.all([...records.values()].map((steps) => this.carryOut(steps, sender)));
    const done = answers.flat().map((answer) => (isImport ? this.withChanged(answer, before) : answer));
    return withFewErrors([...failed, ...done].sort((a, b) => a.line - b.line));
  }

  /** Steps about one record. */
  private async carryOut(steps: readonly Step[], sender: Sender): Promise<readonly LineAnswer[]> {
    await this.turns.next(steps.reduce((weight, { bytes }) => weight + Math.floor(bytes / bytesOfOne), 1));
    if (steps.length === 1) return Promise.all(steps.map((step) => this.answer(step, sender)));
    const { clock } = this.adapters;
    const batch = new StreamBatch({ executor: this.executor, registry, clock });
    const answers: Promise<LineAnswer>[] = [];
    for (const step of steps) {
      const decided = batch.nextDecision();
      const answer = this.answer(step, sender, batch);
      answers.push(answer);
      await Promise.race([answer, decided]);
    }
    await batch.commit();
    return Promise.all(answers);
  }

  private async answer({ line, command, route }: Step, sender: Sender, batch?: StreamBatch): Promise<LineAnswer> {
    const { method, path: url, body, key, ifMatch } = command;
    const headers = {
      ...sender.headers,
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    };
    try {
      mustHaveScope(sender.scopes, route.method, route.path);
      const done = await route.run({
        ...sender,
        id: sender.requestId,
        method,
        url,
        body,
        headers,
        batch,
        params: route.params,
      });
      return { line, status: statusOfAnswer(done, route.status), body: done };
    } catch (error) {
      return this.failed(line, error, sender);
    }
  }

  private withChanged({ line, status, body }: LineAnswer, before: Position | undefined): LineAnswer {
    if (status >= 300 || !isPlainObject(body)) return { line, status, body };
    const { position } = body;
    const isNew = before === undefined || this.adapters.log.compare(claimedPosition(String(position)), before) > 0;
    return { line, status, changed: typeof position === 'string' && isNew, body };
  }

  private routeOf({ method, path }: BatchLine): FoundRoute | HttpException {
    const found = this.routes.find(method, path);
    if (found) return found;
    const detail = `There is no command ${method} ${path.slice(0, 200)}. The documentation at /docs lists what there is.`;
    return new HttpException(problem(404, 'route-not-found', detail), 404);
  }

  private failed(line: number, error: unknown, { requestId }: Sender): LineAnswer {
    const body = problemOf(error);
    tellOperators(this.faults, error, body, requestId);
    return { line, status: body.status, body };
  }
}

/** `/v1/opportunities/<id>` of the path, or the whole of it where it names the record by a reference; undefined for a path that makes a record. */
const recordIn = (path: string): string | undefined => /^\/v1\/[^/]+\/(?:by-reference\/.+|[^/]+)/.exec(path)?.[0];
