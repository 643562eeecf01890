import { applyDecorators, Body, Query, type PipeTransform, type Type } from '@nestjs/common';
import { ApiBody, ApiQuery } from '@nestjs/swagger';
import { validation } from './validation.js';

/** Checks a value as the class declares it, for routes whose shapes differ by what they serve. */
export class ShapePipe implements PipeTransform {
  constructor(
    private readonly dto: Type<object>,
    private readonly type: 'query' | 'body',
  ) {}

  transform(value: unknown): unknown {
    return validation.transform(value, { type: this.type, metatype: this.dto });
  }
}

export const ShapedQuery = (dto: Type<object>): ParameterDecorator => Query(new ShapePipe(dto, 'query'));
export const ShapedBody = (dto: Type<object>): ParameterDecorator => Body(new ShapePipe(dto, 'body'));

/** Documents such a query. */
export const ShapedQueryDocs = (dto: Type<object>): MethodDecorator => applyDecorators(ApiQuery({ type: dto }));
/** Documents such a body. */
export const ShapedBodyDocs = (dto: Type<object>): MethodDecorator => applyDecorators(ApiBody({ type: dto }));
