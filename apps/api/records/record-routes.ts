import { Controller, Get, Query, Req, Res, type Type } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExpectedRevision } from '../../../libs/event-log/event-log.js';
import type { DomainEvent } from '../../../libs/kernel/decider.js';
import type { ReadModel, Row } from '../../../libs/read-store/read-model.js';
import type { Aggregate, Recorded } from '../commands/execute.js';
import { AsOfDto, ReadDto } from '../http/as-of.dto.js';
import { IdParam } from '../http/path.js';
import { Tidemark } from '../tidemark.js';
import { ListDto, ListInProjectsDto, ListNowDto } from './list.dto.js';
import { toResource } from './resource.js';
import { waitForPosition } from './wait-for-position.js';
import { noRecord, Records } from './records.js';
import { listSchema, recordSchema } from './row-documentation.js';

/** One record as its own stream has it now. */
export type LoadRecord = (tidemark: Tidemark, id: string) => Promise<CurrentRecord>;

interface CurrentRecord {
  readonly record: Row | null;
  readonly revision: ExpectedRevision;
}

/** For records that are aggregates: one that is read now comes from its stream, never behind, with its revision as `ETag`. */
export const ofAggregate =
  <C, E extends DomainEvent, S extends Recorded>(aggregate: Aggregate<C, E, S>): LoadRecord =>
  async ({ executor }, id) => {
    const { state, revision } = await executor.load(aggregate, id);
    return { record: state.record, revision };
  };

/** `GET /v1/<path>` and `GET /v1/<path>/{id}` of a read model: with `asOf` and `knownAt` where it keeps history. */
export function recordRoutes(path: string, tag: string, model: ReadModel, load?: LoadRecord): Type {
  const ListQuery = !model.keepsHistory ? ListNowDto : 'projectId' in model.fields ? ListInProjectsDto : ListDto;
  const OneQuery = model.keepsHistory ? AsOfDto : ReadDto;

  @ApiTags(tag)
  @Controller(`v1/${path}`)
  class RecordRoutes {
    private readonly records: Records;

    constructor(private readonly tidemark: Tidemark) {
      this.records = new Records(tidemark);
    }

    @Get()
    @ApiOperation({
      summary: `List ${path}`,
      description: `Fields to filter and sort by: ${Object.keys(model.fields).join(', ')}.`,
    })
    @ApiResponse({ status: 200, schema: listSchema(model) })
    list(@Query() query: ListInProjectsDto, @Req() request: FastifyRequest) {
      return this.records.list(model, query, request.calendar);
    }

    @Get(':id')
    @ApiOperation({ summary: `One of the ${path}` })
    @ApiResponse({ status: 200, schema: recordSchema(model) })
    async get(
      @IdParam('id') id: string,
      @Query() query: AsOfDto,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const isNow = query.asOf === undefined && query.knownAt === undefined;
      if (!isNow || load === undefined) return this.records.get(model, id, query, request.calendar);
      await waitForPosition(this.tidemark, query.notBefore);
      const { record, revision } = await load(this.tidemark, id);
      void reply.header('ETag', `"${String(revision)}"`);
      return toResource(record ?? noRecord(id));
    }
  }
  // The query's shape follows from the model; validation and documentation read it from the parameter's type.
  Reflect.defineMetadata('design:paramtypes', [ListQuery, Object], RecordRoutes.prototype, 'list');
  Reflect.defineMetadata('design:paramtypes', [String, OneQuery, Object, Object], RecordRoutes.prototype, 'get');
  Object.defineProperty(RecordRoutes, 'name', { value: `${model.name}Routes` });
  return RecordRoutes;
}
