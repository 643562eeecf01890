import type { Subject } from '../../../libs/activities/subject.js';
import {
  brandedId,
  type AccountId,
  type ContactId,
  type CampaignId,
  type LeadId,
  type OpportunityId,
  type UserId,
  type PartnerId,
} from '../../../libs/kernel/ids.js';
import { CommandDto, CreateDto } from '../http/shapes.dto.js';
import { Code, Flag, IdField, BusinessMomentField, Nested, OneOf, Text } from '../http/fields.js';

/** The record that something is about. */
export class SubjectDto {
  @OneOf(['account', 'opportunity', 'lead', 'contact', 'campaign', 'partner'])
  kind!: Subject['kind'];

  @IdField()
  id!: string;
}

/** The record as the domain names it. */
export function subjectFrom({ kind, id }: SubjectDto): Subject {
  switch (kind) {
    case 'account':
      return { kind, id: brandedId<AccountId>(id) };
    case 'opportunity':
      return { kind, id: brandedId<OpportunityId>(id) };
    case 'lead':
      return { kind, id: brandedId<LeadId>(id) };
    case 'contact':
      return { kind, id: brandedId<ContactId>(id) };
    case 'campaign':
      return { kind, id: brandedId<CampaignId>(id) };
    case 'partner':
      return { kind, id: brandedId<PartnerId>(id) };
  }
}

export class LogActivityDto extends CreateDto {
  @Nested(() => SubjectDto)
  subject!: SubjectDto;

  @Code({ description: 'ACT-04', example: 'call' })
  category!: string;

  @Text(200)
  title!: string;

  @Text(10_000, { optional: true })
  text?: string;

  @BusinessMomentField({ optional: true })
  happenedOn?: string;

  @BusinessMomentField({ optional: true, description: 'ACT-08: when it is planned for.' })
  plannedFor?: string;

  @IdField({ optional: true })
  ownerId?: UserId;

  @Flag({ optional: true, description: 'true without it, unless it is planned.' })
  done?: boolean;
}

const clears = { optional: true, clearable: true } as const;

export class EditActivityDto extends CommandDto {
  @Code({ optional: true })
  category?: string;

  @Text(200, { optional: true })
  title?: string;

  @Text(10_000, clears)
  text?: string | null;

  @BusinessMomentField(clears)
  happenedOn?: string | null;

  @BusinessMomentField(clears)
  plannedFor?: string | null;

  @IdField(clears)
  ownerId?: UserId | null;

  @Flag({ optional: true })
  done?: boolean;
}

export class AddCommentDto extends CommandDto {
  @Nested(() => SubjectDto)
  subject!: SubjectDto;

  @Text(10_000)
  text!: string;
}

export class EditCommentDto extends CommandDto {
  @Text(10_000)
  text!: string;
}
