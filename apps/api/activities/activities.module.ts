import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import {
  ReferenceActivity,
  UnreferenceActivity,
  PutActivity,
} from '../../../libs/application/activities/activities.js';
import type { ActivityId } from '../../../libs/kernel/ids.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { ActivitiesController } from './activities.controller.js';
import { CommentsController } from './comments.controller.js';
import { LogActivityDto, subjectFrom } from './activities.dto.js';

@Module({
  controllers: [
    ActivitiesController,
    recordsOf(aggregates.activity),
    byReferenceController(PutActivity, LogActivityDto, ({ subject, ...body }) => ({
      ...body,
      subject: subjectFrom(subject),
    })),
    referencesController(
      'activities',
      'activities',
      (activityId: ActivityId, reference, context) => new ReferenceActivity({ activityId, reference }, context),
      (activityId: ActivityId, reference, context) => new UnreferenceActivity({ activityId, reference }, context),
    ),
    CommentsController,
    recordsOf(aggregates.comment),
  ],
})
export class ActivitiesModule {}
