import { changed, pick, withChanges } from '../../kernel/changes.js';
import type { Decider } from '../../kernel/decider.js';
import { rejecting } from '../../kernel/domain-error.js';
import type { PriceBookId, ProjectId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import {
  hasReference,
  withoutReference,
  withReference,
  type Reference,
  type References,
} from '../../kernel/references.js';
import {
  PriceBookCreated,
  PriceBookEdited,
  PriceBookReferenced,
  PriceBookUnreferenced,
  type PriceBookEvent,
} from './price-book.events.js';

/** PB-02. Without `projectIds` the book serves every project. */
export interface CreatePriceBook {
  readonly type: 'CreatePriceBook';
  readonly priceBookId: PriceBookId;
  readonly name: string;
  readonly description?: string | undefined;
  /** Default: true. */
  readonly active?: boolean | undefined;
  readonly projectIds?: readonly ProjectId[] | undefined;
  readonly references: References;
}
/** `projectIds` null: every project again. */
export interface EditPriceBook {
  readonly type: 'EditPriceBook';
  readonly priceBookId: PriceBookId;
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly active?: boolean | undefined;
  readonly projectIds?: readonly ProjectId[] | null | undefined;
}
export interface ReferencePriceBook {
  readonly type: 'ReferencePriceBook' | 'UnreferencePriceBook';
  readonly priceBookId: PriceBookId;
  readonly reference: Reference;
}
export type PriceBookCommand = CreatePriceBook | EditPriceBook | ReferencePriceBook;
export type PriceBookRefusal = 'price-book-exists' | 'price-book-not-found';

interface PriceBook {
  readonly name: string;
  readonly description?: string | undefined;
  readonly active: boolean;
  readonly projectIds?: readonly ProjectId[] | undefined;
  readonly references: References;
}
export type PriceBookState = PriceBook | null;

const reject = rejecting<PriceBookRefusal>();

/** PB-01: the same product at different prices. The prices are streams of their own: see `priceBookItem`. */
export const priceBook: Decider<PriceBookCommand, PriceBookEvent, PriceBookState> = {
  category: 'priceBook',
  initialState: null,
  streamIdOf: (command) => command.priceBookId,

  decide(command, state) {
    if (command.type === 'CreatePriceBook') return create(command, state);
    const { priceBookId } = command;
    const found = state ?? reject('price-book-not-found', `There is no price book ${priceBookId}.`);
    switch (command.type) {
      case 'EditPriceBook': {
        const change = changed(found, pick(command, ['name', 'description', 'active', 'projectIds']));
        return change ? [PriceBookEdited.of({ priceBookId, ...change })] : [];
      }
      case 'ReferencePriceBook':
        return hasReference(found.references, command.reference)
          ? []
          : [PriceBookReferenced.of({ priceBookId, reference: command.reference })];
      case 'UnreferencePriceBook':
        return hasReference(found.references, command.reference)
          ? [PriceBookUnreferenced.of({ priceBookId, reference: command.reference })]
          : [];
    }
  },

  evolve(state, event) {
    if (event.type === 'PriceBookCreated') return created(event.data);
    if (state === null) return state;
    switch (event.type) {
      case 'PriceBookEdited':
        return withChanges(state, event.data.to);
      case 'PriceBookReferenced':
        return { ...state, references: withReference(state.references, event.data.reference) };
      case 'PriceBookUnreferenced':
        return { ...state, references: withoutReference(state.references, event.data.reference) };
    }
  },
};

const created = (data: PriceBook): PriceBook =>
  pick(data, ['name', 'description', 'active', 'projectIds', 'references']);

function create(command: CreatePriceBook, state: PriceBookState): readonly PriceBookEvent[] {
  const { priceBookId, active = true } = command;
  const data = created({ ...command, active });
  if (state === null) return [PriceBookCreated.of({ priceBookId, ...data })];
  if (sameJson(state, data)) return [];
  return reject('price-book-exists', `The price book ${priceBookId} exists and is not like this one. Edit it instead.`);
}
