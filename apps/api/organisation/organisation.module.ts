import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import {
  ReferenceProject,
  UnreferenceProject,
  ReferenceUser,
  UnreferenceUser,
} from '../../../libs/application/references/references.js';
import type { ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { lostReasons } from '../../../projections/organisation/lost-reasons.read-model.js';
import { pipelines } from '../../../projections/organisation/pipelines.read-model.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { users } from '../../../projections/organisation/users.read-model.js';
import { recordsController } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { LostReasonsController } from './lost-reasons.controller.js';
import { PipelinesController } from './pipelines.controller.js';
import { ProjectsController } from './projects.controller.js';
import { SettingsController } from './settings.controller.js';
import { UsersController } from './users.controller.js';

@Module({
  controllers: [
    ProjectsController,
    recordsController('projects', 'projects', projects, aggregates.project),
    referencesController(
      'projects',
      'projects',
      (projectId: ProjectId, reference, context) => new ReferenceProject({ projectId, reference }, context),
      (projectId: ProjectId, reference, context) => new UnreferenceProject({ projectId, reference }, context),
    ),
    UsersController,
    recordsController('users', 'users', users, aggregates.user),
    referencesController(
      'users',
      'users',
      (userId: UserId, reference, context) => new ReferenceUser({ userId, reference }, context),
      (userId: UserId, reference, context) => new UnreferenceUser({ userId, reference }, context),
    ),
    PipelinesController,
    recordsController('pipelines', 'pipelines', pipelines, aggregates.pipeline),
    LostReasonsController,
    recordsController('lost-reasons', 'lost reasons', lostReasons, aggregates.lostReason),
    SettingsController,
  ],
})
export class OrganisationModule {}
