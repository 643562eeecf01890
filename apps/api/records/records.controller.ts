import { Controller, Get, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Recorded } from '../../../libs/application/commands/command.js';
import { GetRecord, ListRecords } from '../../../libs/application/records/record-queries.js';
import type { ListQuestion, Question } from '../../../libs/application/records/question.js';
import type { Registration } from '../../../libs/application/register/registered.js';
import type { AggregateRef } from '../../../libs/commands/command-executor.js';
import { sortableFields } from '../../../libs/read-store/fields.js';
import type { ReadModel } from '../../../libs/read-store/read-model.js';
import { Answers } from '../http/answers.js';
import { answerRevision } from '../http/etag.js';
import { AsOfDto, ReadDto } from '../http/as-of.dto.js';
import { IdParam } from '../http/path.js';
import { ShapedQuery, ShapedQueryDocs } from '../http/shaped-query.js';
import { ListDto, ListInProjectsDto, ListNowDto } from './list.dto.js';
import { listSchema, recordSchema } from './row-documentation.js';

type Asked<Q extends Question> = Omit<Q, 'viewer'>;

/**
 * `GET /v1/<path>` and `GET /v1/<path>/{id}` of a read model: with `asOf` and `knownAt` where it keeps history. A record of an
 * aggregate that is read now comes from its stream, with its revision as `ETag`.
 */
export function recordsController(
  path: string,
  tag: string,
  model: ReadModel,
  aggregate?: AggregateRef<Recorded>,
): Type {
  const ListQuery = !model.keepsHistory ? ListNowDto : 'projectId' in model.fields ? ListInProjectsDto : ListDto;
  const OneQuery = model.keepsHistory ? AsOfDto : ReadDto;

  @ApiTags(tag)
  @Controller(`v1/${path}`)
  class RecordsController {
    constructor(private readonly queries: QueryBus) {}

    @Get()
    @ApiOperation({
      summary: `List ${path}`,
      description: fieldsDescription(model),
    })
    @ShapedQueryDocs(ListQuery)
    @Answers(listSchema(model), 'A page.')
    list(@ShapedQuery(ListQuery) query: Asked<ListQuestion>, @Req() { viewer }: FastifyRequest) {
      return this.queries.execute(new ListRecords({ ...query, viewer, model }));
    }

    @Get(':id')
    @ApiOperation({ summary: `One of the ${path}` })
    @ShapedQueryDocs(OneQuery)
    @Answers(recordSchema(model), 'The record.')
    async get(
      @IdParam('id') id: string,
      @ShapedQuery(OneQuery) query: Asked<Question>,
      @Req() { viewer }: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const found = await this.queries.execute(new GetRecord({ ...query, viewer, model, id, aggregate }));
      answerRevision(reply, found.revision);
      return found.record;
    }
  }
  Object.defineProperty(RecordsController, 'name', { value: `${model.name}RecordsController` });
  return RecordsController;
}

function fieldsDescription(model: ReadModel): string {
  const sortable = sortableFields(model);
  const others = Object.keys(model.fields).filter((field) => !sortable.includes(field));
  const only = others.length === 0 ? '' : ` To filter by only: ${others.join(', ')}.`;
  const searched = model.search.length === 0 ? '' : ` Searched by \`q\`: ${model.search.join(', ')}.`;
  return `Fields to filter and sort by: ${sortable.join(', ')}.${only}${searched}`;
}

/** The records of an aggregate under its own path. */
export function recordsOf(aggregate: AggregateRef<Recorded> & { readonly registration: Registration }): Type {
  const { path, tag, record } = aggregate.registration;
  if (path === undefined || tag === undefined || record === undefined)
    throw new TypeError(`${aggregate.category} is registered without a path or a record: it has no routes.`);
  return recordsController(path, tag, record, aggregate);
}
