import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap, type Observable } from 'rxjs';

/** Answers of commands carry their revision as `ETag`, for `If-Match` of the next. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((answer) => {
        if (
          typeof answer === 'object' &&
          answer !== null &&
          'revision' in answer &&
          typeof answer.revision === 'number'
        ) {
          void reply.header('ETag', `"${String(answer.revision)}"`);
        }
      }),
    );
  }
}
