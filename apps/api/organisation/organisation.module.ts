import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import {
  ReferenceProject,
  UnreferenceProject,
  ReferenceUser,
  UnreferenceUser,
} from '../../../libs/application/organisation/organisation.commands.js';
import { PutProject } from '../../../libs/application/organisation/projects.js';
import { PutUser } from '../../../libs/application/organisation/users.js';
import type { ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { ApiKeysController } from './api-keys.controller.js';
import { LostReasonsController } from './lost-reasons.controller.js';
import { PipelinesController } from './pipelines.controller.js';
import { ProjectsController } from './projects.controller.js';
import { SettingsController } from './settings.controller.js';
import { UsersController } from './users.controller.js';
import { CreateProjectDto, RegisterUserDto } from './organisation.dto.js';

@Module({
  controllers: [
    ProjectsController,
    recordsOf(aggregates.project),
    byReferenceController(PutProject, CreateProjectDto, (body) => body),
    referencesController(
      'projects',
      'projects',
      (projectId: ProjectId, reference, context) => new ReferenceProject({ projectId, reference }, context),
      (projectId: ProjectId, reference, context) => new UnreferenceProject({ projectId, reference }, context),
    ),
    UsersController,
    recordsOf(aggregates.user),
    byReferenceController(PutUser, RegisterUserDto, (body) => body),
    referencesController(
      'users',
      'users',
      (userId: UserId, reference, context) => new ReferenceUser({ userId, reference }, context),
      (userId: UserId, reference, context) => new UnreferenceUser({ userId, reference }, context),
    ),
    PipelinesController,
    recordsOf(aggregates.pipeline),
    LostReasonsController,
    recordsOf(aggregates.lostReason),
    SettingsController,
    ApiKeysController,
  ],
})
export class OrganisationModule {}
