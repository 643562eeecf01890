import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Readiness } from '../../../libs/application/runtime/readiness.js';
import { Runtime } from '../../../libs/application/runtime/runtime.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly runtime: Runtime) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers', security: [] })
  @HttpCode(200)
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Every list and report answers, and is at most a few seconds behind the log',
    security: [],
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.runtime.readiness();
    if (!readiness.ready) void reply.code(503).header('Retry-After', '1');
    return readiness;
  }
}
