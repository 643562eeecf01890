import type { DateOnly } from '../../../libs/kernel/dates.js';
import type { ProjectId, StageId, UserId } from '../../../libs/kernel/ids.js';
import { scopes, type Scope } from '../../../libs/organisation/api-key/api-key.events.js';
import { CommandDto, CreateDto } from '../http/shapes.dto.js';
import {
  BusinessDateField,
  BusinessMomentField,
  Code,
  DecimalField,
  Flag,
  IdField,
  ListOf,
  OneOf,
  SomeOf,
  Text,
} from '../http/fields.js';

export class CreateProjectDto extends CreateDto {
  @Text(200)
  name!: string;

  @IdField({ optional: true })
  parentId?: ProjectId;
}

export class EditProjectDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @IdField({ optional: true, clearable: true, description: 'null: to the top of the tree' })
  parentId?: ProjectId | null;
}

export class RegisterUserDto extends CreateDto {
  @Text(200)
  name!: string;

  @Text(200, { optional: true })
  email?: string;

  @IdField({ optional: true })
  managerId?: UserId;

  @Text(200, { optional: true })
  office?: string;

  @Flag({ optional: true })
  active?: boolean;

  @BusinessDateField({
    optional: true,
    description: 'Since when manager and office hold; from the beginning without it.',
  })
  validFrom?: DateOnly;
}

export class EditUserDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @Text(200, { optional: true, clearable: true })
  email?: string | null;
}

export class ReassignUserDto extends CommandDto {
  @IdField({ optional: true, clearable: true })
  managerId?: UserId | null;

  @Text(200, { optional: true, clearable: true })
  office?: string | null;

  @BusinessDateField({ optional: true, description: 'Since when; the date it happened without it.' })
  validFrom?: DateOnly;
}

export class NewStageDto {
  @Text(200)
  name!: string;

  @OneOf(['open', 'won', 'lost'])
  category!: 'open' | 'won' | 'lost';

  @DecimalField({ description: 'Of winning, in percent.', example: '25' })
  probability!: string;
}

export class CreatePipelineDto extends CommandDto {
  @Text(200)
  name!: string;

  @ListOf(
    () => NewStageDto,
    100,
    { description: 'In order. "Won" and "Lost" are added where none of their kind is given.' },
    1,
  )
  stages!: NewStageDto[];
}

export class RenamePipelineDto extends CommandDto {
  @Text(200)
  name!: string;
}

export class ChangeStageDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @DecimalField({ optional: true })
  probability?: string;
}

export class IssueApiKeyDto extends CommandDto {
  @Text(200, { example: 'Web shop' })
  label!: string;

  @SomeOf(scopes, {
    description:
      '`read`: every GET but those below. `write`: commands and batches. `feed:read`: the contract feed. `admin`: all, keys and operations too.',
  })
  scopes!: Scope[];

  @BusinessMomentField({
    optional: true,
    description: 'Until when it opens: a date (its end) or a time with its zone.',
  })
  expiresAt?: string;
}

export class AddLostReasonDto extends CommandDto {
  @Code()
  code!: string;

  @Text(200)
  label!: string;
}

export class RenameLostReasonDto extends CommandDto {
  @Text(200)
  label!: string;
}

export class AddStageDto extends CommandDto {
  @Text(200)
  name!: string;

  @OneOf(['open', 'won', 'lost'])
  category!: 'open' | 'won' | 'lost';

  @DecimalField({ description: 'Of winning, in percent.', example: '25' })
  probability!: string;

  @IdField({ optional: true, description: 'The stage it comes before; last without it.' })
  before?: StageId;
}
