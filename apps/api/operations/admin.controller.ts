import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ADMIN_ACTIONS } from '../../../libs/application/runtime/own-actions.js';
import type { AdminActions } from '../../../libs/projection/admin-actions.js';
import type { ParkedKey } from '../../../libs/processes/parked.js';
import type { Parked } from '../../../libs/projection/parked.js';
import { Text } from '../http/fields.js';
import { NoBody } from '../http/no-body.js';
import { Runtime } from '../../../libs/application/runtime/runtime.js';
import type { Static } from 'typebox';
import { Answers } from '../http/answers.js';
import {
  ParkedAnswer,
  RebuildAnswer,
  ReplayAnswer,
  SettledAnswer,
  StatusAnswer,
  VerifyAnswer,
} from './operation-answers.js';

/** Milliseconds. */
const patience = 5_000;

class ReplayDto {
  @Text(100, { description: 'The read model or process where it is parked.' })
  at!: string;

  @Text(200, { description: 'The key under which it is parked.' })
  key!: string;
}

/** What operators look at and do. */
@ApiTags('admin')
@Controller('v1/admin')
export class AdminController {
  constructor(
    private readonly runtime: Runtime,
    @Inject(ADMIN_ACTIONS) private readonly actions: AdminActions,
  ) {}

  @Get('status')
  @ApiOperation({
    summary: 'How far read models and processes are, and how far behind',
    description:
      '`projections.remaking` is there while read models are rebuilt from the log: those in `older` answer with the rows of their older version, those in `missing` with 503 `rebuilding`.',
  })
  @Answers(StatusAnswer)
  async status(): Promise<Static<typeof StatusAnswer>> {
    const { progress, processes } = this.runtime;
    const remaking = await this.runtime.repairs();
    const { log, readers, feed, leases } = await this.runtime.figures();
    const lagOf = (reader: string) => {
      const { lagSeconds, lagEvents } = readers.find((each) => each.reader === reader) ?? {};
      return { ...(lagSeconds !== undefined && { lagSeconds }), ...(lagEvents !== undefined && { lagEvents }) };
    };
    return {
      log,
      projections: { ...lagOf('projections'), ...(await progress.status()), ...(remaking && { remaking }) },
      processes: processes.runners.map((process) => ({ ...process.status(), ...lagOf(process.status().name) })),
      feed,
      leases,
    };
  }

  @Get('settled')
  @ApiOperation({
    summary:
      'Whether everything that is in the log now can be read, with what processes make of it; waits some seconds for that',
    description: 'After an import: ask again until `settled` is true, then lists and reports have all of it.',
  })
  @Answers(SettledAnswer)
  async settled(): Promise<Static<typeof SettledAnswer>> {
    return { settled: await this.runtime.settledWithin(patience) };
  }

  @Get('parked')
  @ApiOperation({
    summary: 'Events that a reducer could not take, and streams whose process was refused',
    description:
      '`at` and `key` say what waits, `event` for which event it waits, `since` from when on, `message` why, and `behind` how many later events wait with it.',
  })
  @Answers(ParkedAnswer)
  async parked(): Promise<Static<typeof ParkedAnswer>> {
    const { projector, processes } = this.runtime;
    return {
      projections: (await projector.parked()).map(shownProjection),
      processes: processes.runners.flatMap((process) => process.parked()).map(shownProcess),
    };
  }

  @Post('parked/replay')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes what is parked once more, after its cause was mended',
    description: '`done` is false when it is parked still: GET /v1/admin/parked says why now.',
  })
  @Answers(ReplayAnswer)
  async replay(@Body() { at, key }: ReplayDto): Promise<Static<typeof ReplayAnswer>> {
    return { done: await this.actions.replay(at, key) };
  }

  @Post('rebuild')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Rebuilds all read models beside the live ones and takes them over; answers when that is done',
    description: 'Cut off at any moment, it goes on where it was when it is asked for again.',
  })
  @Answers(RebuildAnswer)
  async rebuild(@NoBody() _body: undefined): Promise<Static<typeof RebuildAnswer>> {
    await this.actions.rebuild();
    return { rebuilt: true };
  }

  @Post('verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Rebuilds the read models aside and compares them byte for byte with the live ones' })
  @Answers(VerifyAnswer)
  verify(@NoBody() _body: undefined): Promise<Static<typeof VerifyAnswer>> {
    return this.runtime.verify();
  }
}

const shownProjection = ({ model, key, eventId, type, stream, revision, position, recordedAt, ...rest }: Parked) => ({
  at: model,
  key,
  event: { id: eventId, type, stream, revision, position },
  since: recordedAt,
  message: rest.message,
  behind: rest.count - 1,
});

const shownProcess = ({ process, key, eventId, eventType, revision, position, recordedAt, ...rest }: ParkedKey) => ({
  at: process,
  key,
  event: { id: eventId, type: eventType, stream: key, revision, position },
  since: recordedAt,
  code: rest.code,
  message: rest.message,
  behind: rest.behind,
});
