import { Body, Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { badRequest } from '../http/problem.js';
import { Batch } from './batch.js';
import { batchLinesIn, mostLines } from './batch-lines.parse.js';
import Type from 'typebox';
import { manyOf } from '../http/answers.js';
import { ndjson } from '../http/media-types.js';

const BatchAnswer = Type.Object(
  {
    line: Type.Integer({ minimum: 1 }),
    status: Type.Integer({ description: 'What the route of the line answers.' }),
    changed: Type.Optional(
      Type.Boolean({ description: 'Of an import: false for a repeat, or where nothing changed.' }),
    ),
    body: Type.Unsafe<unknown>({
      type: 'object',
      additionalProperties: true,
      description: 'What the route of the line answers, or a problem.',
    }),
  },
  { title: 'BatchAnswer' },
);

const example = [
  '{"path":"/v1/accounts","key":"a-1","body":{"accountType":"company","name":"Acme"}}',
  '{"method":"PATCH","path":"/v1/opportunities/0198a2b6-6c5e-7d9a-8f3b-0a1b2c3d4e5f","key":"o-1","body":{"name":"Acme, 2018"}}',
].join('\n');

@ApiTags('batch')
@Controller('v1/batch')
export class BatchController {
  constructor(private readonly batch: Batch) {}

  @Post()
  @HttpCode(200)
  @Header('Content-Type', 'application/x-ndjson')
  @ApiOperation({
    summary: `Up to ${String(mostLines)} commands at once, one JSON object per line`,
    description:
      'A line is `{method, path, body, key, ifMatch}`: a command as its own route takes it, with its Idempotency-Key and If-Match. `method` is POST ' +
      'without it. Each line is answered by itself, in order: `{line, status, body}`; a refused one stops no other. Lines about one record ' +
      '(`/v1/opportunities/<id>/…`, or one reference) are decided in their order and appended together; lines about different records run side by side, so what builds on a ' +
      'record belongs into the next batch. An `Import-Id` holds for all lines; then `changed` is false where a line is a repeat, or changed nothing.',
  })
  @ApiConsumes(ndjson)
  @ApiBody({ schema: { type: 'string', example } })
  @ApiResponse({
    status: 200,
    description: 'One line per line: `{line, status, body}`.',
    content: { [ndjson]: manyOf(BatchAnswer) },
  })
  async run(@Body() body: unknown, @Req() request: FastifyRequest): Promise<string> {
    if (!Buffer.isBuffer(body)) throw badRequest('invalid-request', 'Send NDJSON: one command per line.');
    const { id: requestId, actor, scopes, calendar, clock, headers } = request;
    const importId = headers['import-id'];
    const sender = {
      requestId,
      actor,
      scopes,
      calendar,
      clock,
      headers: { ...(importId !== undefined && { 'import-id': importId }) },
    };
    const answers = await this.batch.run(await batchLinesIn(body), sender);
    return answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');
  }
}
