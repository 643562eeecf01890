import { Controller, Get, Query, Req, type Type } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { ReadModel } from '../../../libs/read-store/read-model.js';
import { AsOfDto, ReadDto } from '../http/as-of.dto.js';
import { IdParam } from '../http/path.js';
import { Tidemark } from '../tidemark.js';
import { ListDto, ListInProjectsDto, ListNowDto } from './list.dto.js';
import { Records } from './records.js';
import { listSchema, recordSchema } from './row-documentation.js';

/** `GET /v1/<path>` and `GET /v1/<path>/{id}` of a read model: with `asOf` and `knownAt` where it keeps history. */
export function recordRoutes(path: string, tag: string, model: ReadModel): Type {
  const ListQuery = !model.keepsHistory ? ListNowDto : 'projectId' in model.fields ? ListInProjectsDto : ListDto;
  const OneQuery = model.keepsHistory ? AsOfDto : ReadDto;

  @ApiTags(tag)
  @Controller(`v1/${path}`)
  class RecordRoutes {
    private readonly records: Records;

    constructor(tidemark: Tidemark) {
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
    get(@IdParam('id') id: string, @Query() query: AsOfDto, @Req() request: FastifyRequest) {
      return this.records.get(model, id, query, request.calendar);
    }
  }
  // The query's shape follows from the model; validation and documentation read it from the parameter's type.
  Reflect.defineMetadata('design:paramtypes', [ListQuery, Object], RecordRoutes.prototype, 'list');
  Reflect.defineMetadata('design:paramtypes', [String, OneQuery, Object], RecordRoutes.prototype, 'get');
  Object.defineProperty(RecordRoutes, 'name', { value: `${model.name}Routes` });
  return RecordRoutes;
}
