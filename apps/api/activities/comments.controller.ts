import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { CommentId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { AddCommentDto, EditCommentDto } from './activities.dto.js';
import { personOf, subjectFrom } from './subject.js';

@ApiTags('activities')
@Controller('v1/comments')
export class CommentsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Comment on an account or opportunity (ACT-09)', { creates: true })
  add(@Body() { subject: about, text }: AddCommentDto, @Request() request: CommandRequest) {
    const commentId = request.idFor<CommentId>('comment');
    const subject = subjectFrom(about);
    return this.commands.execute(
      Execute.on(aggregates.comment, commentId, request.context, async (facts) => ({
        type: 'AddComment',
        commentId,
        subject,
        personId: await personOf(subject, facts),
        text,
      })),
    );
  }

  @Patch(':id')
  @CommandRoute('Change a comment; what it was stays in its history')
  edit(@IdParam('id') commentId: CommentId, @Body() { text }: EditCommentDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.comment, commentId, request.context, () => ({ type: 'EditComment', commentId, text })),
    );
  }

  @Delete(':id')
  @CommandRoute('Delete a comment')
  delete(@IdParam('id') commentId: CommentId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.comment, commentId, request.context, () => ({ type: 'DeleteComment', commentId })),
    );
  }
}
