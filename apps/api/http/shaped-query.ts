import { applyDecorators, Query, type PipeTransform, type Type } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { validation } from './validation.js';

/** Checks a query as the class declares it, for routes whose query differs by what they serve. */
class ShapePipe implements PipeTransform {
  constructor(private readonly dto: Type<object>) {}

  transform(value: unknown): unknown {
    return validation.transform(value, { type: 'query', metatype: this.dto });
  }
}

export const ShapedQuery = (dto: Type<object>): ParameterDecorator => Query(new ShapePipe(dto));

/** Documents such a query. */
export const ShapedQueryDocs = (dto: Type<object>): MethodDecorator => applyDecorators(ApiQuery({ type: dto }));
