import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Readiness } from './readiness.js';
import { Tidemark } from './tidemark.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly tidemark: Tidemark) {}

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
    const readiness = await this.tidemark.readiness();
    if (!readiness.ready) void reply.code(503).header('Retry-After', '1');
    return readiness;
  }
}
