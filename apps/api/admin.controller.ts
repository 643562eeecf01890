import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '../../libs/kernel/domain-error.js';
import { Text } from './http/fields.js';
import { Tidemark } from './tidemark.js';

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
  constructor(private readonly tidemark: Tidemark) {}

  @Get('status')
  @ApiOperation({ summary: 'How far read models and processes are, and how far behind' })
  async status(): Promise<object> {
    const { projector, processes } = this.tidemark;
    return { projections: await projector.status(), processes: processes.map((process) => process.status()) };
  }

  @Get('parked')
  @ApiOperation({ summary: 'Events that a reducer could not take, and streams whose process was refused' })
  parked(): object {
    const { projector, processes } = this.tidemark;
    return { projections: projector.parked(), processes: processes.flatMap((process) => process.parked()) };
  }

  @Post('parked/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes what is parked once more, after its cause was mended' })
  async replay(@Body() { at, key }: ReplayDto): Promise<object> {
    const { projector, processes } = this.tidemark;
    const process = processes.find((each) => each.status().name === at);
    if (process?.parked().some((parked) => parked.key === key)) return { done: await process.replay(key) };
    if (projector.parked().some((parked) => parked.model === at && parked.key === key)) {
      return { done: (await projector.replay(at, key)) === undefined };
    }
    throw new DomainError('record-not-found', `Nothing is parked at "${at}" under "${key}". See GET /v1/admin/parked.`);
  }

  @Post('rebuild')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Rebuilds all read models beside the live ones and takes them over; answers when that is done',
  })
  async rebuild(): Promise<object> {
    await this.tidemark.rebuild();
    return { rebuilt: true };
  }

  @Post('verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Rebuilds the read models aside and compares them byte for byte with the live ones' })
  verify(): Promise<object> {
    return this.tidemark.verify();
  }
}
