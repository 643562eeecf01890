import Type, { type Static } from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { Money } from '../../kernel/money.js';
import { Personal } from '../../kernel/personal.js';
import { stageProfile } from '../../organisation/pipeline/pipeline.events.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { instants } from '../records/answers.js';
import { resourceSchema } from '../register/resource.js';
import { groupBys } from './sales-groupings.js';

const count = Type.Integer({ minimum: 0 });
/** One per currency (decision 11). */
const amounts = Type.Unsafe<readonly Money[]>(Type.Array(Money));

/** What stands in a stage. */
const stageLine = {
  pipeline: Type.String(),
  pipelineName: Type.String(),
  stageId: Type.String(),
  stage: Type.String(),
  category: stageProfile.created.category,
  count,
  amounts,
};
export const StageLine = Type.Object(stageLine);
export type StageLine = Readonly<Static<typeof StageLine>>;

export const PipelineReportAnswer = Type.Object({ ...instants, stages: Type.Array(StageLine) });

const Card = Type.Object({
  ...resourceSchema(opportunities).properties,
  account: Nullable(Type.String()),
  owner: Nullable(Personal(Type.String())),
});
export const PipelineBoardAnswer = Type.Object({
  ...instants,
  columns: Type.Array(
    Type.Object({
      ...stageLine,
      cards: Type.Array(Card),
      more: Type.Boolean({ description: 'There are more cards.' }),
    }),
  ),
});

const figures = {
  won: Type.Object({ count: Type.Integer({ description: 'Less than 0 where more was undone than sold.' }), amounts }),
  lost: Type.Object({ count: Type.Integer() }),
};
export const SalesFigures = Type.Object(figures);
export type SalesFigures = Readonly<Static<typeof SalesFigures>>;

export const SalesRow = Type.Object({
  key: Type.String({
    description: 'An id, a period such as 2017-Q1, an office or an industry; `(none)` where there is none.',
  }),
  label: Type.String(),
  from: Type.Optional(Type.Unsafe<DateOnly>({ ...DateOnly, description: 'The first day of a period.' })),
  to: Type.Optional(Type.Unsafe<DateOnly>({ ...DateOnly, description: 'The last day of a period.' })),
  ...figures,
});
export type SalesRow = Readonly<Static<typeof SalesRow>>;

export const SalesReportAnswer = Type.Object({
  ...instants,
  groupBy: Type.Enum([...groupBys]),
  rows: Type.Array(SalesRow),
  total: SalesFigures,
});
