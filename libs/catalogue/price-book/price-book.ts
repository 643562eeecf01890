import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { PriceBookId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import { withReferences, type ReferenceCommand, type WithoutReferences } from '../../kernel/with-references.js';
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
export type ReferencePriceBook = ReferenceCommand<typeof PriceBookReferenced>;
export type PriceBookCommand = CreatePriceBook | EditPriceBook | ReferencePriceBook;
export const priceBookRefusals = refusals({
  'price-book-exists': 'conflict',
  'price-book-not-found': 'not-found',
});

type PriceBook = Created<typeof PriceBookCreated>;
export type PriceBookState = PriceBook | null;
type OwnEvent = WithoutReferences<PriceBookEvent>;

const reject = rejecting(priceBookRefusals);

const decider: Decider<WithoutReferences<PriceBookCommand>, OwnEvent, PriceBookState> = {
  category: 'priceBook',
  initialState: null,
  streamIdOf: (command) => command.priceBookId,

  decide(command, state) {
    switch (command.type) {
      case 'CreatePriceBook':
        return create(command, state);
      case 'EditPriceBook':
        return edit(command, state ?? notFound(command));
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'PriceBookCreated':
        return asCreated(event.data);
      case 'PriceBookEdited':
        return state && priceBookProfile.after(state, event.data);
    }
  },
};

/** PB-01: the same product at different prices. The prices are streams of their own: see `priceBookItem`. */
export const priceBook: Decider<PriceBookCommand, PriceBookEvent, PriceBookState> = withReferences(decider, {
  referenced: PriceBookReferenced,
  unreferenced: PriceBookUnreferenced,
  idOf: ({ priceBookId }) => priceBookId,
  notFound,
});

function notFound({ priceBookId }: { readonly priceBookId: PriceBookId }): never {
  return reject('price-book-not-found', `There is no price book ${priceBookId}.`);
}

function create(command: CreatePriceBook, state: PriceBookState): readonly OwnEvent[] {
  const { priceBookId, active = true, references } = command;
  const event = PriceBookCreated.of({ priceBookId, ...priceBookProfile.of(command), active, references });
  if (state === null) return [event];
  return createdAgain(state.created, event, () =>
    reject(
      'price-book-exists',
      `The price book ${priceBookId} exists and was not created like this one. Edit it instead.`,
    ),
  );
}

function edit(command: EditPriceBook, state: PriceBook): readonly OwnEvent[] {
  const edited = priceBookProfile.edit(state, command);
  return edited ? [PriceBookEdited.of({ priceBookId: command.priceBookId, ...edited })] : [];
}
