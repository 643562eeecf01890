import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import Type, { type Static } from 'typebox';
import type { PartnerId } from '../../kernel/ids.js';
import type { LongRead } from '../../read-store/long-read.js';
import type { Viewer } from '../../read-store/read-store.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { partners } from '../../../projections/partners/partners.read-model.js';
import { instants } from '../records/answers.js';
import { asOfShown } from '../records/as-of.js';
import type { DatedMoment } from '../records/moments.js';
import { noRecord } from '../records/no-record.js';
import { QuestionOf, type Question } from '../records/question.js';
import { Reading } from '../records/reading.js';
import { keyAt } from '../reports/money-groups.js';
import { Results, resultsOf } from '../reports/results.js';

const count = Type.Integer({ minimum: 0 });

export const PartnerResultsAnswer = Type.Object({
  ...instants,
  accounts: Type.Object({ total: count }, { description: 'Those that it looks after.' }),
  ...Results.properties,
  contracts: Type.Object({ total: count, active: count, cancelled: count, expired: count }),
});
type Answer = Readonly<Static<typeof PartnerResultsAnswer>>;

interface Asked {
  readonly viewer: Viewer;
  readonly at: DatedMoment;
  readonly partnerId: PartnerId;
}

/** PAR-04: what had come through the partner by then. @throws DomainError `record-not-found` where there was none */
export const partnerResults: LongRead<Asked, Answer> = {
  name: 'partner-results',
  async answer({ store }, { viewer, at, partnerId }) {
    if ((await store.get(partners, partnerId, viewer, at)) === undefined) noRecord(partnerId, at);
    const asked = { viewer, at, filter: { partnerId: { eq: partnerId } }, sums: [] };
    const [managed] = await store.group(accounts, { ...asked, groupBy: [] });
    const byStatus = await store.group(contracts, { ...asked, groupBy: ['status'] });
    const of = (status: string): number => byStatus.find((group) => keyAt(group, 0) === status)?.count ?? 0;
    return {
      ...asOfShown(at),
      accounts: { total: managed?.count ?? 0 },
      ...(await resultsOf(store, { viewer, at }, 'partnerId', partnerId)),
      contracts: {
        total: byStatus.reduce((sum, group) => sum + group.count, 0),
        active: of('active'),
        cancelled: of('cancelled'),
        expired: of('expired'),
      },
    };
  },
};

export class PartnerResults extends QuestionOf<Question & { readonly partnerId: PartnerId }, Answer> {}

@QueryHandler(PartnerResults)
export class PartnerResultsHandler implements IQueryHandler<PartnerResults> {
  constructor(private readonly reading: Reading) {}

  execute({ asked }: PartnerResults) {
    return this.reading.long(partnerResults, asked);
  }
}
