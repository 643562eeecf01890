import fc from 'fast-check';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { dateIn, type DateOnly, type Instant } from '../../../libs/kernel/dates.js';
import { isEvent, type RecordedEvent } from '../../../libs/kernel/events.js';
import type {
  ApiKeyId,
  LostReasonId,
  PersonId,
  PipelineId,
  ProjectId,
  StageId,
  UserId,
} from '../../../libs/kernel/ids.js';
import { apiKeyEvents, ApiKeyRevoked, scopes } from '../../../libs/organisation/api-key/api-key.events.js';
import type { ApiKeyState } from '../../../libs/organisation/api-key/api-key.js';
import { lostReasonEvents } from '../../../libs/organisation/lost-reason/lost-reason.events.js';
import type { LostReasonState } from '../../../libs/organisation/lost-reason/lost-reason.js';
import { pipelineEvents, type Stage } from '../../../libs/organisation/pipeline/pipeline.events.js';
import type { PipelineState } from '../../../libs/organisation/pipeline/pipeline.js';
import { projectEvents } from '../../../libs/organisation/project/project.events.js';
import type { ProjectState } from '../../../libs/organisation/project/project.js';
import {
  salesSettingsEvents,
  type SalesSettings,
} from '../../../libs/organisation/sales-settings/sales-settings.events.js';
import { salesSettingsId } from '../../../libs/organisation/sales-settings/sales-settings.js';
import {
  userEvents,
  UserReassigned,
  UserRegistered,
  type Assignment,
} from '../../../libs/organisation/user/user.events.js';
import type { UserState } from '../../../libs/organisation/user/user.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';
import { apiKeys } from '../../../projections/organisation/api-keys.read-model.js';
import { lostReasons } from '../../../projections/organisation/lost-reasons.read-model.js';
import { pipelines } from '../../../projections/organisation/pipelines.read-model.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { salesSettingsRows } from '../../../projections/organisation/sales-settings.read-model.js';
import { users } from '../../../projections/organisation/users.read-model.js';
import { recordCase, shown } from './record-case.js';
import { clearable, dates, decimals, idList, ids, instants, optional, reference, references, words } from './values.js';

const projectId = idOf<ProjectId>('recorded project');

export const project = recordCase({
  aggregate: aggregates.project,
  events: projectEvents,
  first: 'CreateProject',
  commands: {
    CreateProject: fc.record({
      projectId: fc.constant(projectId),
      name: words,
      parentId: optional(ids<ProjectId>('project')),
      references,
    }),
    EditProject: fc.record({
      projectId: fc.constant(projectId),
      name: optional(words),
      place: optional(fc.record({ parentId: fc.option(ids<ProjectId>('project')), since: fc.option(instants) })),
    }),
    ReferenceProject: fc.record({ projectId: fc.constant(projectId), reference }),
    UnreferenceProject: fc.record({ projectId: fc.constant(projectId), reference }),
  },
  shown: [
    shown(projects, (state: ProjectState) =>
      state === null
        ? []
        : [
            {
              _id: projectId,
              name: state.name,
              parentId: state.parents.at(-1)?.value ?? null,
              parents: [...state.parents],
              references: state.references,
            },
          ],
    ),
  ],
});

const userId = idOf<UserId>('recorded user');

export const user = recordCase({
  aggregate: aggregates.user,
  events: userEvents,
  first: 'RegisterUser',
  commands: {
    RegisterUser: fc.record({
      userId: fc.constant(userId),
      personId: fc.constant(idOf<PersonId>('recorded person')),
      name: words,
      email: optional(words),
      managerId: optional(ids<UserId>('user')),
      office: optional(words),
      active: optional(fc.boolean()),
      validFrom: optional(dates),
      references,
    }),
    EditUser: fc.record({ userId: fc.constant(userId), name: optional(words), email: clearable(words) }),
    ActivateUser: fc.record({ userId: fc.constant(userId) }),
    DeactivateUser: fc.record({ userId: fc.constant(userId) }),
    ReassignUser: fc.record({
      userId: fc.constant(userId),
      managerId: clearable(ids<UserId>('user')),
      office: clearable(words),
      validFrom: dates,
      isToday: optional(fc.constant(true as const)),
    }),
    ReferenceUser: fc.record({ userId: fc.constant(userId), reference }),
    UnreferenceUser: fc.record({ userId: fc.constant(userId), reference }),
  },
  shown: [
    shown(users, (state: UserState, events) => {
      if (state === null) return [];
      const { name, email = null, personId, active, references } = state;
      const managerId = saidIn(events, 'managerId', (of) => of.managerId);
      const office = saidIn(events, 'office', (of) => of.office);
      const froms = [...new Set([...managerId, ...office].map(({ from }) => from))];
      const assignments = froms.sort(earlier).map((from) => ({
        from,
        managerId: valueOn(managerId, from),
        office: valueOn(office, from),
      }));
      const last = assignments.at(-1);
      return [
        {
          _id: userId,
          personId,
          name,
          email,
          active,
          managerId: last?.managerId ?? null,
          office: last?.office ?? null,
          assignments,
          assigned: { managerId, office },
          references,
        },
      ];
    }),
  ],
});

const earlier = (a: DateOnly | null, b: DateOnly | null): number => ((a ?? '') < (b ?? '') ? -1 : 1);

/** What was said of the field by date; of two with one date the one said last. */
function saidIn<V>(
  events: readonly RecordedEvent[],
  field: keyof Assignment,
  valueOf: (of: Partial<Assignment>) => V | null | undefined,
) {
  const said = new Map<DateOnly | null, V | null>();
  for (const event of events) {
    if (isEvent(UserRegistered, event)) said.set(event.data.validFrom ?? null, valueOf(event.data) ?? null);
    if (!isEvent(UserReassigned, event) || event.data.fields?.includes(field) === false) continue;
    said.set(event.data.validFrom ?? dateIn(event.metadata.occurredAt.slice(0, 10)), valueOf(event.data.to) ?? null);
  }
  return [...said].map(([from, value]) => ({ from, value })).sort((a, b) => earlier(a.from, b.from));
}

const valueOn = <V>(said: readonly { readonly from: DateOnly | null; readonly value: V }[], on: DateOnly | null) =>
  said.findLast(({ from }) => from === null || (on !== null && from <= on))?.value ?? null;

const pipelineId = idOf<PipelineId>('recorded pipeline');
const stageIds = idList<StageId>('stage', 5);
const stage = (stageId: fc.Arbitrary<StageId>): fc.Arbitrary<Stage> =>
  fc.record({
    stageId,
    name: fc.constantFrom('New', 'Offer', 'Talks', 'Won', 'Lost'),
    category: fc.constantFrom('open', 'won', 'lost'),
    probability: decimals,
  });

export const pipeline = recordCase({
  aggregate: aggregates.pipeline,
  events: pipelineEvents,
  first: 'CreatePipeline',
  commands: {
    CreatePipeline: fc.record({
      pipelineId: fc.constant(pipelineId),
      name: words,
      stages: fc.constant(
        (['open', 'won', 'lost'] as const).map((category, place) => ({
          stageId: stageIds[place] ?? idOf('stage'),
          name: category,
          category,
          probability: String(place),
        })),
      ),
    }),
    RenamePipeline: fc.record({ pipelineId: fc.constant(pipelineId), name: words }),
    AddStage: fc.record({
      pipelineId: fc.constant(pipelineId),
      stage: stage(fc.constantFrom(...stageIds)),
      before: optional(fc.constantFrom(...stageIds)),
    }),
    ChangeStage: fc.record({
      pipelineId: fc.constant(pipelineId),
      stageId: fc.constantFrom(...stageIds),
      name: optional(words),
      probability: optional(decimals),
    }),
  },
  shown: [
    shown(pipelines, (state: PipelineState) =>
      state === null ? [] : [{ _id: pipelineId, name: state.name, stages: [...state.stages] }],
    ),
  ],
});

export const salesSettings = recordCase({
  aggregate: aggregates.salesSettings,
  events: salesSettingsEvents,
  first: 'ChangeSalesSettings',
  commands: {
    ChangeSalesSettings: fc.record({
      usePriceBookItems: optional(fc.boolean()),
      campaignProjectId: clearable(ids<ProjectId>('project')),
    }),
  },
  shown: [
    shown(salesSettingsRows, ({ usePriceBookItems, campaignProjectId }: SalesSettings) => [
      { _id: salesSettingsId, usePriceBookItems, campaignProjectId: campaignProjectId ?? null },
    ]),
  ],
});

const lostReasonId = idOf<LostReasonId>('recorded reason');

export const lostReason = recordCase({
  aggregate: aggregates.lostReason,
  events: lostReasonEvents,
  first: 'AddLostReason',
  commands: {
    AddLostReason: fc.record({
      lostReasonId: fc.constant(lostReasonId),
      code: fc.constantFrom('too-dear', 'no-budget'),
      label: words,
    }),
    RenameLostReason: fc.record({ lostReasonId: fc.constant(lostReasonId), label: words }),
    RetireLostReason: fc.record({ lostReasonId: fc.constant(lostReasonId) }),
  },
  shown: [
    shown(lostReasons, (state: LostReasonState) =>
      state === null ? [] : [{ _id: lostReasonId, code: state.code, label: state.label, retired: state.retired }],
    ),
  ],
});

const apiKeyId = idOf<ApiKeyId>('recorded key');

export const apiKey = recordCase({
  aggregate: aggregates.apiKey,
  events: apiKeyEvents,
  first: 'IssueApiKey',
  length: 8,
  commands: {
    IssueApiKey: fc.record({
      apiKeyId: fc.constant(apiKeyId),
      label: words,
      hash: fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32)),
      scopes: fc.subarray([...scopes], { minLength: 1 }),
      expiresAt: optional(instants),
      now: fc.constant('2016-12-31T08:00:00.000Z' as Instant),
    }),
    RevokeApiKey: fc.record({ apiKeyId: fc.constant(apiKeyId) }),
    ReplaceApiKey: fc.record({ apiKeyId: fc.constant(apiKeyId), replacedBy: ids<ApiKeyId>('key') }),
  },
  shown: [
    shown(apiKeys, (state: ApiKeyState, [issued, ...later]) => {
      if (state === null || issued === undefined) return [];
      const revoked = later.find((event) => isEvent(ApiKeyRevoked, event));
      return [
        {
          _id: apiKeyId,
          label: state.label,
          scopes: [...state.scopes],
          issuedAt: issued.metadata.occurredAt,
          issuedBy: issued.metadata.actor,
          expiresAt: state.expiresAt ?? null,
          revoked: state.revoked,
          revokedAt: revoked?.metadata.occurredAt ?? null,
          replacedBy: state.replacedBy ?? null,
        },
      ];
    }),
  ],
});
