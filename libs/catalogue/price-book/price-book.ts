import type { Decider } from '../../kernel/decider.js';
import { rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import type { PriceBookId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
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
  priceBookProfile,
  PriceBookReferenced,
  PriceBookUnreferenced,
  type PriceBookEvent,
} from './price-book.events.js';

/** PB-02, active by default. Without `projectIds` the book serves every project. */
export interface CreatePriceBook extends NewProfile<typeof priceBookProfile, 'active'> {
  readonly type: 'CreatePriceBook';
  readonly priceBookId: PriceBookId;
  readonly references: References;
}
/** `projectIds` null: every project again. */
export interface EditPriceBook extends ProfileChanges<typeof priceBookProfile> {
  readonly type: 'EditPriceBook';
  readonly priceBookId: PriceBookId;
}
export interface ReferencePriceBook {
  readonly type: 'ReferencePriceBook' | 'UnreferencePriceBook';
  readonly priceBookId: PriceBookId;
  readonly reference: Reference;
}
export type PriceBookCommand = CreatePriceBook | EditPriceBook | ReferencePriceBook;
export type PriceBookRefusal = 'price-book-exists' | 'price-book-not-found';

type PriceBook = DataOf<typeof PriceBookCreated>;
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
        const edited = priceBookProfile.edit(found, command);
        return edited ? [PriceBookEdited.of({ priceBookId, ...edited })] : [];
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
    if (event.type === 'PriceBookCreated') return event.data;
    if (state === null) return state;
    switch (event.type) {
      case 'PriceBookEdited':
        return priceBookProfile.after(state, event.data);
      case 'PriceBookReferenced':
        return { ...state, references: withReference(state.references, event.data.reference) };
      case 'PriceBookUnreferenced':
        return { ...state, references: withoutReference(state.references, event.data.reference) };
    }
  },
};

function create(command: CreatePriceBook, state: PriceBookState): readonly PriceBookEvent[] {
  const { priceBookId, active = true, references } = command;
  const event = PriceBookCreated.of({ priceBookId, ...priceBookProfile.of(command), active, references });
  if (state === null) return [event];
  if (sameJson(state, event.data)) return [];
  return reject('price-book-exists', `The price book ${priceBookId} exists and is not like this one. Edit it instead.`);
}
