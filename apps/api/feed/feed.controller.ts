import { Readable } from 'node:stream';
import { Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { contractFeed, contractFeedTypes } from '../../../projections/contracts/contract-feed.read-model.js';
import { AtMost, IdField, AnyOf } from '../http/fields.js';
import { preferred } from '../http/accept.js';
import { eventStream, ndjson, offeredAt } from '../http/media-types.js';
import { feedPath } from '../http/path.js';
import { badRequest, overloaded } from '../http/problem.js';
import { Runtime } from '../../../libs/application/runtime/runtime.js';
import { localUrl, SETTINGS, type Settings } from '../../../libs/application/settings/settings.js';
import { cloudEvent, FeedEvent } from './cloud-event.js';
import { cursorIn, cursorOf, cursorShape, givenCursorShape } from '../../../libs/application/feed/feed-cursor.js';
import { feedScope, LiveScopes, type FeedQuestion } from '../../../libs/application/feed/feed-scope.js';
import { BusinessTime } from '../../../libs/application/settings/business-time.js';
import { FeedNews, type LiveReader } from '../../../libs/application/feed/feed-news.js';
import { FeedPages, mustKnow, type FeedRange, type FeedRow } from '../../../libs/application/feed/feed-reader.js';
import Type from 'typebox';
import { manyOf } from '../http/answers.js';

const mostAtOnce = 10_000;

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

  @AnyOf(['sale', 'import', 'manual'], {
    optional: true,
    description: 'Decision 16: only contracts and sales of these origins, such as `sale,import`.',
  })
  origin?: string;

  @AnyOf(contractFeedTypes.map((type) => `tidemark.${type}`), {
    optional: true,
    description: 'Only events of these types.',
  })
  type?: string;

  @IdField({
    optional: true,
    description: 'Only what was sold in this project, or in one that stood below it on the date of the sale.',
  })
  project?: string;

  @AtMost(mostAtOnce, {
    optional: true,
    description: 'So many events at most; as NDJSON only. Fewer come where the feed ends.',
  })
  limit?: string;
}

/** As it is parsed: `data` is the event as JSON. */
const ServerSentEvent = Type.Object(
  {
    id: Type.String({ pattern: givenCursorShape.source, description: 'The cursor, by which it resumes.' }),
    event: Type.String({ description: 'The type, without `tidemark.`.' }),
    data: Type.String({ contentMediaType: 'application/json', contentSchema: FeedEvent }),
  },
  { title: 'ServerSentEvent' },
);

/** Once, where the feed ended when the client connected; what is without data moves the `id` alone. */
const CaughtUp = Type.Object(
  {
    id: Type.String({ pattern: givenCursorShape.source, description: 'The cursor of that end.' }),
    event: Type.Literal('caught-up'),
    data: Type.String({
      contentMediaType: 'application/json',
      contentSchema: Type.Object({ sequence: Type.Integer({ minimum: 0 }), cursor: Type.String() }),
    }),
  },
  { title: 'CaughtUp' },
);

/** Others still get a connection when there are so many live readers. */
const mostLiveReaders = 10_000;

@ApiTags('contract feed')
@Controller('v1/contract-events')
export class FeedController {
  private readonly lines: FeedPages;
  private readonly liveEvents: FeedPages;
  private readonly liveScopes: LiveScopes;

  constructor(
    private readonly runtime: Runtime,
    private readonly news: FeedNews,
    private readonly time: BusinessTime,
    @Inject(SETTINGS) { publicUrl = localUrl }: Settings,
  ) {
    this.lines = new FeedPages(runtime.store, (row) => `${JSON.stringify(cloudEvent(row, publicUrl))}\n`);
    this.liveEvents = new FeedPages(runtime.store, (row) => serverSentEvent(row, publicUrl));
    this.liveScopes = new LiveScopes(runtime.store, time.calendar);
  }

  @Get()
  @ApiOperation({
    summary: 'What happened to contracts, from any point on, without a limit of time',
    description:
      'CloudEvents 1.0 in log order, numbered 1, 2, 3 … by `sequence`. Keep the `cursor` of the last event that you took, and go on ' +
      '`after` it. As NDJSON the answer ends where the feed ends now, or at `limit`; the header `Feed-End` is the cursor of that end: go on ' +
      'after it once fewer than `limit` events came. With `Accept: text/event-stream` it catches up, says so by an event `caught-up`, and ' +
      'then goes on live: the cursor is the `id`, by which it resumes (`Last-Event-ID`), and which moves on too where a filter hides what came.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'With `Accept: text/event-stream` alone: the `id` of the last event that was taken.',
    schema: { type: 'string', pattern: givenCursorShape.source },
  })
  @ApiResponse({
    status: 200,
    description: 'The events.',
    headers: {
      'Feed-End': {
        description: 'As NDJSON alone: the cursor of the end of the feed.',
        schema: { type: 'string', pattern: givenCursorShape.source },
      },
    },
    content: { [ndjson]: manyOf(FeedEvent), [eventStream]: manyOf(Type.Union([ServerSentEvent, CaughtUp])) },
  })
  async events(
    @Query() query: FeedDto,
    @Headers('accept') accept: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const live = preferred(accept, offeredAt(feedPath)) === eventStream;
    if (live && query.limit !== undefined)
      throw badRequest('limit-not-live', 'A live feed has no end: leave limit out.');
    const cursor = cursorIn((live ? resumeAt(lastEventId) : undefined) ?? query.after ?? '0');
    await mustKnow(this.runtime.store, cursor, async () => (await this.runtime.readiness()).caughtUp);
    const last = await this.runtime.store.lastSequence(contractFeed);
    // Only then: a project that is not there yet has sold nothing up to that end.
    const question = questionIn(query);
    const range = {
      after: cursor.sequence,
      last,
      scope: await feedScope(this.runtime.store, this.time.calendar, question),
    };
    const limit = query.limit === undefined ? undefined : Number(query.limit);
    const chunks = live ? this.live(range, question, reply) : textOf(this.lines.between({ ...range, limit }));
    if (!live) void reply.header('Feed-End', await this.lines.placeAt(last));
    await reply
      .type(live ? eventStream : ndjson)
      // Pulled one by one as the client reads: what it does not read is not read from the store.
      .send(Readable.from(chunks, { highWaterMark: 0 }));
  }

  private live(range: FeedRange, question: FeedQuestion, reply: FastifyReply): AsyncGenerator<Buffer> {
    if (this.news.count >= mostLiveReaders)
      throw overloaded('The contract feed has as many live readers as it can serve.');
    const reader = this.news.enter(range.after);
    reply.raw.once('close', () => reader.leave());
    if (reply.raw.closed) reader.leave();
    return this.eventsFor(reader, range, question);
  }

  private async *eventsFor(
    reader: LiveReader,
    { after, last: end, scope: atFirst }: FeedRange,
    question: FeedQuestion,
  ): AsyncGenerator<Buffer> {
    yield connected;
    for (let [at, last, scope, isCaughtUp] = [after, end, atFirst, false]; ; last = await reader.beyond(at)) {
      let shown = at;
      // What was sold since may be of a project that is new below.
      if (isCaughtUp && last > at) scope = await this.liveScopes.of(question, last);
      for await (const events of this.liveEvents.between({ after: at, last, scope })) {
        if (reader.gone) return;
        yield events.text;
        shown = events.last;
        reader.took(shown);
      }
      if (reader.gone) return;
      if (!isCaughtUp) yield caughtUp(last, await this.liveEvents.placeAt(last));
      else if (last === at) yield stillHere;
      else if (shown < last) yield passed(await this.liveEvents.placeAt(last));
      isCaughtUp = true;
      at = last;
    }
  }
}

const questionIn = ({ origin, type, project }: FeedDto): FeedQuestion => ({
  origins: origin?.split(','),
  types: type?.split(',').map((one) => one.replace('tidemark.', '')),
  project,
});

/** How long a client waits before it connects again. */
const retryMillis = 3_000;
const connected = Buffer.from(`: connected\nretry: ${String(retryMillis)}\n\n`);
const stillHere = Buffer.from(': still here\n\n');
const caughtUp = (sequence: number, cursor: string): Buffer =>
  Buffer.from(`id: ${cursor}\nevent: caught-up\ndata: ${JSON.stringify({ sequence, cursor })}\n\n`);
/** Without data it is no event: only the place moves, from which the client resumes. */
const passed = (cursor: string): Buffer => Buffer.from(`id: ${cursor}\n\n`);

async function* textOf(pages: AsyncIterable<{ readonly text: Buffer }>): AsyncGenerator<Buffer> {
  for await (const { text } of pages) yield text;
}

const serverSentEvent = (row: FeedRow, publicUrl: string): string =>
  `id: ${cursorOf(row)}\nevent: ${row.type}\ndata: ${JSON.stringify(cloudEvent(row, publicUrl))}\n\n`;

function resumeAt(lastEventId: string | undefined): string | undefined {
  if (lastEventId === undefined || lastEventId === '') return undefined;
  if (!givenCursorShape.test(lastEventId))
    throw badRequest(
      'invalid-header',
      'Last-Event-ID must be the id of an event from the feed, such as 42.9f86d081884c7d65.',
    );
  return lastEventId;
}
