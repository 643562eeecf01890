import { Injectable } from '@nestjs/common';
import { CommandExecutor, type AggregateRef } from '../../commands/command-executor.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Viewer } from '../../read-store/read-store.js';
import { isVisible, visibilityOf } from '../../read-store/visibility.js';
import type { Recorded } from '../commands/command.js';
import { aggregates } from '../register/aggregates.js';
import { recordOf, type Registration } from '../register/registered.js';

const names = {
  account: 'account',
  contact: 'contact',
  opportunity: 'opportunity',
  lead: 'lead',
  campaign: 'campaign',
  partner: 'partner',
  priceBook: 'price book',
} as const;

/** A record that a question is about. */
export interface Subject {
  readonly kind: keyof typeof names;
  readonly id: string;
}

/**
 * Refuses the record that a question is about where it never was, or where the viewer may not see it, with the same words. A
 * deleted one still has its past, for viewers who see all of its kind.
 */
@Injectable()
export class Subjects {
  constructor(private readonly executor: CommandExecutor) {}

  /** @throws DomainError `account-not-found`, `price-book-not-found` and so on */
  async check({ kind, id }: Subject, viewer: Viewer): Promise<void> {
    const aggregate: AggregateRef<Recorded> & { readonly registration: Registration } = aggregates[kind];
    const model = recordOf(aggregate);
    const { state, revision } = await this.executor.load(aggregate, id);
    const { record } = state;
    const isSeen = record === null ? visibilityOf(model, viewer) === undefined : isVisible(model, record, viewer);
    if (revision !== 'none' && isSeen) return;
    const name = names[kind];
    const code = `${name.replace(' ', '-')}-not-found`;
    throw new DomainError(code, `There is no ${name} ${id}. Create it first, or check the id.`, { kind: name, id });
  }
}
