import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdField, OneOf } from '../http/fields.js';
import { badRequest } from '../http/problem.js';
import { Tidemark } from '../tidemark.js';
import { cloudEvent, type FeedRow } from './cloud-event.js';
import { feedAfter, mustHaveReached, type FeedScope } from './feed-reader.js';

class FeedDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'What came after this sequence; from the first without it.',
  })
  @ValidateIf((_object, value) => value !== undefined)
  @Matches(/^\d{1,15}$/, { message: 'after must be a sequence number from the feed, such as 42' })
  after?: string;

  @OneOf(['sale', 'import', 'manual'], { optional: true, description: 'Decision 16: only contracts of this origin.' })
  origin?: string;

  @IdField({ optional: true, description: 'Only contracts of this project.' })
  project?: string;
}

const keepAliveEvery = 15_000;

@ApiTags('contract feed')
@Controller('v1/contract-events')
export class FeedController {
  constructor(private readonly tidemark: Tidemark) {}

  @Get()
  @ApiOperation({
    summary: 'What happened to contracts, from any point on, without a limit of time',
    description:
      'CloudEvents 1.0 in log order, numbered 1, 2, 3 … by `sequence`. As NDJSON the answer ends where the feed ends now; with ' +
      '`Accept: text/event-stream` it catches up and then goes on live, resuming by `Last-Event-ID`.',
  })
  @ApiProduces('application/x-ndjson', 'text/event-stream')
  async events(
    @Query() query: FeedDto,
    @Headers('accept') accept: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const live = accept?.includes('text/event-stream') ?? false;
    const after = Number((live ? resumeAt(lastEventId) : undefined) ?? query.after ?? 0);
    await mustHaveReached(this.tidemark, after);
    const scope = { origin: query.origin, project: query.project };
    const lines = live ? this.live(after, scope, goneWith(request)) : this.upToNow(after, scope);
    await reply
      .type(live ? 'text/event-stream' : 'application/x-ndjson')
      .header('Cache-Control', 'no-cache')
      .send(Readable.from(lines));
  }

  private async *upToNow(after: number, scope: FeedScope): AsyncGenerator<string> {
    for await (const rows of feedAfter(this.tidemark.store, after, scope)) {
      yield rows.map((row) => `${JSON.stringify(cloudEvent(row))}\n`).join('');
    }
  }

  private async *live(after: number, scope: FeedScope, gone: AbortSignal): AsyncGenerator<string> {
    const signal = AbortSignal.any([gone, this.tidemark.closing]);
    let last = after;
    yield ': connected\n\n';
    while (!signal.aborted) {
      const news = this.tidemark.projector.nextPage(signal);
      for await (const rows of feedAfter(this.tidemark.store, last, scope)) {
        yield rows.map(serverSentEvent).join('');
        last = rows.at(-1)?.sequence ?? last;
      }
      if ((await soonerOf(news, signal)) === 'quiet') yield ': still here\n\n';
    }
  }
}

const serverSentEvent = (row: FeedRow): string =>
  `id: ${String(row.sequence)}\nevent: ${row.type}\ndata: ${JSON.stringify(cloudEvent(row))}\n\n`;

function resumeAt(lastEventId: string | undefined): string | undefined {
  if (lastEventId === undefined || lastEventId === '') return undefined;
  if (!/^\d{1,15}$/.test(lastEventId))
    throw badRequest('invalid-header', 'Last-Event-ID must be a sequence number from the feed.');
  return lastEventId;
}

function goneWith(request: FastifyRequest): AbortSignal {
  const gone = new AbortController();
  request.raw.once('close', () => {
    gone.abort();
  });
  return gone.signal;
}

/** Waits for news, but not so long that a proxy would take the connection for dead. */
async function soonerOf(news: Promise<void>, signal: AbortSignal): Promise<'news' | 'quiet'> {
  const done = new AbortController();
  const quiet = delay(keepAliveEvery, 'quiet' as const, { signal: AbortSignal.any([done.signal, signal]) }).catch(
    () => 'news' as const,
  );
  const first = await Promise.race([news.then(() => 'news' as const), quiet]);
  done.abort();
  return first;
}
