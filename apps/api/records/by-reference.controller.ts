import {
  applyDecorators,
  Controller,
  createParamDecorator,
  Get,
  Put,
  Req,
  Res,
  type ExecutionContext,
  type Type as Class,
} from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Question } from '../../../libs/application/records/question.js';
import { GetByReference } from '../../../libs/application/references/get-by-reference.js';
import type { PutClass } from '../../../libs/application/references/put-by-reference.js';
import { recordOf } from '../../../libs/application/register/registered.js';
import type { Id } from '../../../libs/kernel/ids.js';
import type { Reference, References } from '../../../libs/kernel/references.js';
import { Answers } from '../http/answers.js';
import { answerRevision } from '../http/etag.js';
import { AsOfDto, ReadDto } from '../http/as-of.dto.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute } from '../http/path.js';
import { ShapedBody, ShapedBodyDocs, ShapedQuery, ShapedQueryDocs, ShapePipe } from '../http/shaped-query.js';
import { ReferenceDto, type CreateDto } from '../http/shapes.dto.js';
import { checkText } from '../http/text.js';
import { recordSchema } from './row-documentation.js';

/** The reference in the path; without a type in it the type is the kind itself. */
const ReferenceIn = (kind: string): ParameterDecorator =>
  createParamDecorator((_data: unknown, execution: ExecutionContext): Reference => {
    const { params } = execution.switchToHttp().getRequest<{ params: Readonly<Record<string, string>> }>();
    for (const [name, part] of Object.entries(params)) checkText(part, name);
    return { system: params['system'] ?? '', type: params['type'] ?? kind, id: params['id'] ?? '' };
  })(new ShapePipe(ReferenceDto, 'body'));

const param = (name: string, maxLength: number, example: string) =>
  ApiParam({ name, schema: { type: 'string', minLength: 1, maxLength, example } });
const ReferenceParams = (withType: boolean) =>
  applyDecorators(
    param('system', 100, 'erp'),
    ...(withType ? [param('type', 100, 'customer')] : []),
    param('id', 200, 'C-1042'),
  );

const short = ':system/:id';
const full = ':system/:type/:id';

/**
 * `GET` and `PUT /v1/<path>/by-reference/{system}/{type}/{id}`, and `…/{system}/{id}` for references whose type is the kind itself
 * (`account`, `priceBook`). The body is that of the route that creates; `fieldsOf` makes it what the command takes.
 */
export function byReferenceController<Fields extends { readonly references: References }, Dto extends CreateDto>(
  PutCommand: PutClass<Id<string>, Fields>,
  dto: Class<Dto>,
  fieldsOf: (body: Omit<Dto, 'occurredAt'>) => Fields,
): Class {
  const { aggregate } = PutCommand.kind;
  const { path = '', tag = path } = aggregate.registration;
  const model = recordOf(aggregate);
  const kind = aggregate.category;
  const OneQuery = model.keepsHistory ? AsOfDto : ReadDto;

  const ReadRoute = (withType: boolean) =>
    applyDecorators(
      ApiOperation({ summary: `The one of the ${path} that another system calls so` }),
      ReferenceParams(withType),
      ShapedQueryDocs(OneQuery),
      Answers(recordSchema(model), 'The record.'),
    );
  const PutRoute = (withType: boolean) =>
    applyDecorators(
      CommandRoute('Create it under its name in another system, or edit the one that is called so', {
        creates: true,
        more: { created: Type.Boolean() },
      }),
      ReferenceParams(withType),
      ShapedBodyDocs(dto),
      ApiResponse({ status: 200, description: 'It was there, and is as the body says: `created` is false.' }),
    );

  @ApiTags(tag)
  @Controller(`v1/${path}/by-reference`)
  class ByReferenceController {
    constructor(
      private readonly commands: CommandBus,
      private readonly queries: QueryBus,
    ) {}

    @Get(short)
    @ReadRoute(false)
    getOfKind(
      @ReferenceIn(kind) reference: Reference,
      @ShapedQuery(OneQuery) query: Omit<Question, 'viewer'>,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      return this.get(reference, query, request, reply);
    }

    @Get(full)
    @ReadRoute(true)
    async get(
      @ReferenceIn(kind) reference: Reference,
      @ShapedQuery(OneQuery) query: Omit<Question, 'viewer'>,
      @Req() { viewer }: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const found = await this.queries.execute(new GetByReference({ ...query, viewer, reference, aggregate }));
      answerRevision(reply, found.revision);
      return found.record;
    }

    @Put(short)
    @PutRoute(false)
    putOfKind(@ReferenceIn(kind) reference: Reference, @ShapedBody(dto) body: Dto, @Request() request: CommandRequest) {
      return this.put(reference, body, request);
    }

    @Put(full)
    @PutRoute(true)
    put(
      @ReferenceIn(kind) { system, type, id }: Reference,
      @ShapedBody(dto) { occurredAt: _, ...body }: Dto,
      @Request() { context }: CommandRequest,
    ) {
      const put = new PutCommand({ reference: { system, type, id }, fields: fieldsOf(body) }, context);
      return this.commands.execute(put);
    }
  }
  Object.defineProperty(ByReferenceController, 'name', { value: `${model.name}ByReferenceController` });
  return ByReferenceController;
}
