import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AddComment, DeleteComment, EditComment } from '../../../libs/application/activities/activities.js';
import type { CommentId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { AddCommentDto, EditCommentDto, subjectFrom } from './activities.dto.js';

@ApiTags('activities')
@Controller('v1/comments')
export class CommentsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Comment on a lead, account, opportunity, campaign or partner (ACT-09)', { creates: true })
  add(@Body() { subject, text }: AddCommentDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      new AddComment(
        { text, subject: subjectFrom(subject), commentId: request.idFor<CommentId>('comment') },
        request.context,
      ),
    );
  }

  @Patch(':id')
  @CommandRoute('Change a comment; what it was stays in its history')
  edit(@IdParam('id') commentId: CommentId, @Body() { text }: EditCommentDto, @Request() request: CommandRequest) {
    return this.commands.execute(new EditComment({ commentId, text }, request.context));
  }

  @Delete(':id')
  @CommandRoute('Delete a comment')
  delete(@IdParam('id') commentId: CommentId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new DeleteComment({ commentId }, request.context));
  }
}
