import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { ReferenceActivity, UnreferenceActivity } from '../../../libs/application/activities/activities.js';
import type { ActivityId } from '../../../libs/kernel/ids.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { ActivitiesController } from './activities.controller.js';
import { CommentsController } from './comments.controller.js';

@Module({
  controllers: [
    ActivitiesController,
    recordsOf(aggregates.activity),
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
