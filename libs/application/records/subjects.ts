import { Injectable } from '@nestjs/common';
import { CommandExecutor, type AggregateRef } from '../../commands/command-executor.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { AccountId, LeadId, OpportunityId, PriceBookId } from '../../kernel/ids.js';
import type { Viewer } from '../../read-store/read-store.js';
import { isVisible, visibilityOf } from '../../read-store/visibility.js';
import type { Recorded } from '../commands/command.js';
import { aggregates } from '../register/aggregates.js';
import { recordOf, type Registration } from '../register/registered.js';

/**
 * Refuses the record that a question is about where it never was, or where the viewer may not see it, with the same words. A
 * deleted one still has its past, for viewers who see all of its kind.
 */
@Injectable()
export class Subjects {
  constructor(private readonly executor: CommandExecutor) {}

  /** @throws DomainError `account-not-found` */
  account = (id: AccountId, viewer: Viewer) => this.seen(aggregates.account, 'account', id, viewer);
  /** @throws DomainError `opportunity-not-found` */
  opportunity = (id: OpportunityId, viewer: Viewer) => this.seen(aggregates.opportunity, 'opportunity', id, viewer);
  /** @throws DomainError `lead-not-found` */
  lead = (id: LeadId, viewer: Viewer) => this.seen(aggregates.lead, 'lead', id, viewer);
  /** @throws DomainError `price-book-not-found` */
  priceBook = (id: PriceBookId, viewer: Viewer) => this.seen(aggregates.priceBook, 'price-book', id, viewer);

  private async seen(
    aggregate: AggregateRef<Recorded> & { readonly registration: Registration },
    kind: 'account' | 'opportunity' | 'lead' | 'price-book',
    id: string,
    viewer: Viewer,
  ): Promise<void> {
    const model = recordOf(aggregate);
    const { state, revision } = await this.executor.load(aggregate, id);
    const { record } = state;
    const isSeen = record === null ? visibilityOf(model, viewer) === undefined : isVisible(model, record, viewer);
    if (revision !== 'none' && isSeen) return;
    const name = kind.replace('-', ' ');
    throw new DomainError(`${kind}-not-found`, `There is no ${name} ${id}. Create it first, or check the id.`, {
      kind: name,
      id,
    });
  }
}
