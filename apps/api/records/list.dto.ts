import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import { AsOfDto, ReadDto } from '../http/as-of.dto.js';
import { AtMost, IdField, Text } from '../http/fields.js';
import { applyDecorators } from '@nestjs/common';

const given = () => ValidateIf((_object, value) => value !== undefined);

const FilterField = () =>
  // What is longer does not get through: the head of a request, with the address, has 16 KiB.
  Text(15_000, {
    optional: true,
    description:
      'JSON by fields and operators, such as `{"status": {"eq": "open"}}`, `{"amountMinor": {"gte": 100000, "lt": 500000}}`, ' +
      '`{"stageId": {"in": ["…", "…"]}}`, `{"accountId": {"eq": null}}`, `{"or": [{…}, {…}]}`, `{"and": [{…}, {…}]}`. ' +
      '`{"name": {"contains": "acme"}}`, `{"name": {"startsWith": "ac"}}` (searched fields, whatever case and accents), `{"references": {"contains": "erp:customer:10042"}}`. ' +
      'Operators: eq, ne, gt, gte, lt, lte, in, contains, startsWith.',
  });
const WordsField = () =>
  Text(500, {
    optional: true,
    description: 'Words that the searched fields have, each at least in its beginning, whatever case and accents.',
  });
const SortField = () =>
  Text(500, {
    optional: true,
    description: 'Fields with commas between; `-` before one that descends: `-amountMinor,name`.',
  });
const LimitField = () => AtMost(500, { optional: true, default: 50 });
const CursorField = () => Text(4_000, { optional: true, description: 'The `next` of the page before.' });
const CountField = () =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      minimum: 0,
      maximum: 999_999,
      default: 1000,
      description: 'Count matches up to this many.',
    }),
    given(),
    Matches(/^\d{1,6}$/, { message: 'countUpTo must be a whole number from 0 to 999999' }),
  );
const ProjectField = () => IdField({ optional: true, description: 'SET-09: this project and all below it.' });

/** A list of records as they are now. */
export class ListNowDto extends ReadDto {
  @FilterField()
  filter?: string;

  @WordsField()
  q?: string;

  @SortField()
  sort?: string;

  @LimitField()
  limit?: string;

  @CursorField()
  cursor?: string;

  @CountField()
  countUpTo?: string;
}

/** A list of records now, or as of any past instant. */
export class ListDto extends AsOfDto {
  @FilterField()
  filter?: string;

  @WordsField()
  q?: string;

  @SortField()
  sort?: string;

  @LimitField()
  limit?: string;

  @CursorField()
  cursor?: string;

  @CountField()
  countUpTo?: string;
}

/** The same, of records that belong to a project. */
export class ListInProjectsDto extends ListDto {
  @ProjectField()
  project?: string;
}
