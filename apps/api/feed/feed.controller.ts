import { Readable } from 'node:stream';
import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { contractFeed } from '../../../projections/contracts/contract-feed.read-model.js';
import { IdField, OneOf } from '../http/fields.js';
import { preferred } from '../http/accept.js';
import { eventStream, ndjson, offeredAt } from '../http/media-types.js';
import { feedPath } from '../http/path.js';
import { badRequest, overloaded } from '../http/problem.js';
import { Runtime } from '../../../libs/application/runtime/runtime.js';
import { cloudEvent } from './cloud-event.js';
import { cursorIn, cursorOf, cursorShape, givenCursorShape } from '../../../libs/application/feed/feed-cursor.js';
import { FeedNews, type LiveReader } from '../../../libs/application/feed/feed-news.js';
import { FeedPages, mustKnow, type FeedRow, type FeedScope } from '../../../libs/application/feed/feed-reader.js';

class FeedDto {
  @ApiPropertyOptional({
    type: 'string',
    pattern: cursorShape.source,
    description:
      'What came after the event with this `cursor`; from the first without it. Refused (`position-unknown`) where another event stands ' +
      'there now, as in an older log that was restored. A `sequence` alone, such as 42, is not checked like that: for a look by hand.',
  })
  @ValidateIf((_object, value) => value !== undefined)
  @Matches(cursorShape, {
    message: 'after must be a cursor from the feed, such as 42.9f86d081884c7d65, or a sequence such as 42',
  })
  after?: string;

  @OneOf(['sale', 'import', 'manual'], { optional: true, description: 'Decision 16: only contracts of this origin.' })
  origin?: string;

  @IdField({ optional: true, description: 'Only contracts of this project.' })
  project?: string;
}

/** Others still get a connection when there are so many live readers. */
const mostLiveReaders = 10_000;

@ApiTags('contract feed')
@Controller('v1/contract-events')
export class FeedController {
  private readonly lines: FeedPages;
  private readonly liveEvents: FeedPages;

  constructor(
    private readonly runtime: Runtime,
    private readonly news: FeedNews,
  ) {
    this.lines = new FeedPages(runtime.store, line);
    this.liveEvents = new FeedPages(runtime.store, serverSentEvent);
  }

  @Get()
  @ApiOperation({
    summary: 'What happened to contracts, from any point on, without a limit of time',
    description:
      'CloudEvents 1.0 in log order, numbered 1, 2, 3 … by `sequence`. Keep the `cursor` of the last event that you took, and go on ' +
      '`after` it. As NDJSON the answer ends where the feed ends now; with `Accept: text/event-stream` it catches up and then goes on ' +
      'live: the cursor is the `id`, by which it resumes (`Last-Event-ID`).',
  })
  @ApiProduces('application/x-ndjson', 'text/event-stream')
  async events(
    @Query() query: FeedDto,
    @Headers('accept') accept: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const live = preferred(accept, offeredAt(feedPath)) === eventStream;
    const cursor = cursorIn((live ? resumeAt(lastEventId) : undefined) ?? query.after ?? '0');
    await mustKnow(this.runtime.store, cursor, async () => (await this.runtime.readiness()).caughtUp);
    const after = cursor.sequence;
    const scope = { origin: query.origin, project: query.project };
    const chunks = live ? this.live(after, scope, reply) : this.upToNow(after, scope);
    await reply
      .type(live ? eventStream : ndjson)
      // Pulled one by one as the client reads: what it does not read is not read from the store.
      .send(Readable.from(chunks, { highWaterMark: 0 }));
  }

  private async *upToNow(after: number, scope: FeedScope): AsyncGenerator<Buffer> {
    yield* this.lines.between(after, await this.runtime.store.lastSequence(contractFeed), scope);
  }

  private live(after: number, scope: FeedScope, reply: FastifyReply): AsyncGenerator<Buffer> {
    if (this.news.count >= mostLiveReaders)
      throw overloaded('The contract feed has as many live readers as it can serve.');
    const reader = this.news.enter();
    reply.raw.once('close', () => reader.leave());
    if (reply.raw.closed) reader.leave();
    return this.eventsFor(reader, after, scope);
  }

  private async *eventsFor(reader: LiveReader, after: number, scope: FeedScope): AsyncGenerator<Buffer> {
    yield connected;
    for (let at = after; ;) {
      const last = await reader.beyond(at);
      if (!reader.gone && last === at) yield stillHere;
      for await (const events of this.liveEvents.between(at, last, scope)) {
        if (reader.gone) return;
        yield events;
      }
      if (reader.gone) return;
      at = last;
    }
  }
}

const connected = Buffer.from(': connected\n\n');
const stillHere = Buffer.from(': still here\n\n');

const line = (row: FeedRow): string => `${JSON.stringify(cloudEvent(row))}\n`;

const serverSentEvent = (row: FeedRow): string =>
  `id: ${cursorOf(row)}\nevent: ${row.type}\ndata: ${JSON.stringify(cloudEvent(row))}\n\n`;

function resumeAt(lastEventId: string | undefined): string | undefined {
  if (lastEventId === undefined || lastEventId === '') return undefined;
  if (!givenCursorShape.test(lastEventId))
    throw badRequest(
      'invalid-header',
      'Last-Event-ID must be the id of an event from the feed, such as 42.9f86d081884c7d65.',
    );
  return lastEventId;
}
