import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { GetApiKey, IssueApiKey, ListApiKeys, RevokeApiKey } from '../../../libs/application/organisation/api-keys.js';
import { Instant } from '../../../libs/kernel/dates.js';
import type { ApiKeyId } from '../../../libs/kernel/ids.js';
import { apiKeys } from '../../../projections/organisation/api-keys.read-model.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { Answers } from '../http/answers.js';
import { answerRevision } from '../http/etag.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { ListDto } from '../records/list.dto.js';
import { listSchema, recordSchema } from '../records/row-documentation.js';
import { IssueApiKeyDto } from './organisation.dto.js';

/** As they are shown now. */
const shown = {
  ...apiKeys,
  row: Type.Object({ ...apiKeys.row.properties, lastUsedAt: Type.Optional(Nullable(Instant)) }),
};
const lastUse = 'Now, each has `lastUsedAt`, to the minute; of the past that is not kept. Never the key or its hash.';

@ApiTags('keys of systems')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRoute('Issue a key: the answer has it as `key`, once; a repeat is answered without', {
    creates: true,
    more: { key: Nullable(Type.String()), keyGiven: Type.Optional(Type.String()) },
  })
  issue(@Body() { label, scopes, expiresAt }: IssueApiKeyDto, @Request() request: CommandRequest) {
    const apiKeyId = request.idFor<ApiKeyId>('apiKey');
    return this.commands.execute(new IssueApiKey({ apiKeyId, label, scopes, expiresAt }, request.context));
  }

  @Post(':id/revoke')
  @CommandRoute('Revoke a key: within a second it opens nothing any more, in no process')
  revoke(@IdParam('id') apiKeyId: ApiKeyId, @Body() _body: CommandDto, @Request() { context }: CommandRequest) {
    return this.commands.execute(new RevokeApiKey({ apiKeyId }, context));
  }

  @Get()
  @ApiOperation({ summary: 'List keys', description: lastUse })
  @Answers(listSchema(shown), 'A page.')
  list(@Query() query: ListDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new ListApiKeys({ ...query, viewer }));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One of the keys', description: lastUse })
  @Answers(recordSchema(shown), 'The key.')
  async get(
    @IdParam('id') id: string,
    @Query() query: AsOfDto,
    @Req() { viewer }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { record, revision } = await this.queries.execute(new GetApiKey({ ...query, viewer, id }));
    answerRevision(reply, revision);
    return record;
  }
}
