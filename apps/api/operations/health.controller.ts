import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Readiness } from '../../../libs/application/runtime/readiness.js';
import { Runtime } from '../../../libs/application/runtime/runtime.js';
import Type from 'typebox';
import { Answers, schemaObject } from '../http/answers.js';
import { ReadinessAnswer } from './operation-answers.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly runtime: Runtime) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers', security: [] })
  @HttpCode(200)
  @Answers(Type.Object({ status: Type.Literal('live') }))
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Every list and report answers, and is at most a few seconds behind the log',
    security: [],
  })
  @Answers(ReadinessAnswer)
  @ApiResponse({
    status: 503,
    description: 'Not ready; or, as a problem, about to stop.',
    content: {
      'application/json': { schema: schemaObject(ReadinessAnswer) },
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.runtime.readiness();
    if (!readiness.ready) void reply.code(503).header('Retry-After', '1');
    return readiness;
  }
}
