import type { Type } from '@nestjs/common';
import { GetApiKeyHandler, IssueApiKeyHandler, ListApiKeysHandler, RevokeApiKeyHandler } from './api-keys.js';
import { CreateProjectHandler, EditProjectHandler, PlaceProjectHandler } from './projects.js';
import { CreatePipelineHandler, AddStageHandler } from './pipelines.js';
import { ChangeSalesSettingsHandler, GetSalesSettingsHandler } from './sales-settings.js';
import { FollowUserTreeHandler, PlaceUserHandler, RegisterUserHandler, ReassignUserHandler } from './users.js';

export const organisationHandlers: readonly Type[] = [
  CreateProjectHandler,
  EditProjectHandler,
  PlaceProjectHandler,
  CreatePipelineHandler,
  AddStageHandler,
  ChangeSalesSettingsHandler,
  GetSalesSettingsHandler,
  RegisterUserHandler,
  ReassignUserHandler,
  PlaceUserHandler,
  FollowUserTreeHandler,
  IssueApiKeyHandler,
  RevokeApiKeyHandler,
  ListApiKeysHandler,
  GetApiKeyHandler,
];
