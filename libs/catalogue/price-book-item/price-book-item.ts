import { createdAgain } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import { derivedId, type PriceBookId, type PriceBookItemId, type PriceId, type ProductId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import { acceptedDecimal, knownCurrency, pricingRefusals } from '../../kernel/pricing.js';
import {
  PriceAdded,
  PriceChanged,
  priceProfile,
  PriceWithdrawn,
  type PriceBookItemEvent,
} from './price-book-item.events.js';
import { rivalOf, type Price } from './price.js';

/** The id of the product's prices in the book. */
export const priceBookItemIdOf = (priceBookId: PriceBookId, productId: ProductId): PriceBookItemId =>
  derivedId(priceBookId, productId);

export interface SetPrice extends NewProfile<typeof priceProfile> {
  readonly type: 'SetPrice';
  readonly priceBookItemId: PriceBookItemId;
  readonly priceBookId: PriceBookId;
  readonly productId: ProductId;
  readonly priceId: PriceId;
}
/** `validTo` null: without end. */
export interface ChangePrice extends ProfileChanges<typeof priceProfile> {
  readonly type: 'ChangePrice';
  readonly priceBookItemId: PriceBookItemId;
  readonly priceId: PriceId;
}
export interface WithdrawPrice {
  readonly type: 'WithdrawPrice';
  readonly priceBookItemId: PriceBookItemId;
  readonly priceId: PriceId;
}
export type PriceBookItemCommand = SetPrice | ChangePrice | WithdrawPrice;
export const priceBookItemRefusals = refusals({
  ...pricingRefusals,
  'price-exists': 'conflict',
  'price-not-found': 'not-found',
  'price-overlaps': 'conflict',
  'validity-ends-before-start': 'invalid',
});

interface PriceBookItem {
  readonly priceBookId: PriceBookId;
  readonly productId: ProductId;
  readonly prices: readonly Price[];
  /** Every price as it was first. */
  readonly added: readonly DataOf<typeof PriceAdded>[];
  readonly withdrawn: readonly PriceId[];
}
export type PriceBookItemState = PriceBookItem | null;

const reject = rejecting(priceBookItemRefusals);

/** PRD-05, PB-04: the prices of one product in one book. */
export const priceBookItem: Decider<PriceBookItemCommand, PriceBookItemEvent, PriceBookItemState> = {
  category: 'priceBookItem',
  initialState: null,
  streamIdOf: (command) => command.priceBookItemId,

  decide(command, state) {
    switch (command.type) {
      case 'SetPrice':
        return set(command, state);
      case 'ChangePrice':
        return change(command, state);
      case 'WithdrawPrice':
        return withdraw(command, state);
    }
  },

  evolve(state, event) {
    const { priceBookId, productId, priceId } = event.data;
    const { prices, added, withdrawn } = state ?? { prices: [], added: [], withdrawn: [] };
    switch (event.type) {
      case 'PriceAdded': {
        const price = { priceId, ...priceProfile.of(event.data) };
        return { priceBookId, productId, prices: [...prices, price], added: [...added, event.data], withdrawn };
      }
      case 'PriceChanged': {
        const { data } = event;
        const after = prices.map((price) => (price.priceId === priceId ? priceProfile.after(price, data) : price));
        return { priceBookId, productId, prices: after, added, withdrawn };
      }
      case 'PriceWithdrawn': {
        const left = prices.filter((price) => price.priceId !== priceId);
        return { priceBookId, productId, prices: left, added, withdrawn: [...withdrawn, priceId] };
      }
    }
  },
};

function set(command: SetPrice, state: PriceBookItemState): readonly PriceBookItemEvent[] {
  const { priceBookItemId, priceBookId, productId, priceId } = command;
  const price = {
    priceId,
    ...priceProfile.of(command),
    unitPrice: acceptedPrice(command.unitPrice),
    currency: knownCurrency(command.currency),
  };
  const event = PriceAdded.of({ priceBookItemId, priceBookId, productId, ...price });
  const first = state?.added.find((known) => known.priceId === priceId);
  if (first) {
    return createdAgain(state?.withdrawn.includes(priceId) ? undefined : first, event, () =>
      reject(
        'price-exists',
        `The price ${priceId} exists and was not set like this one, or was withdrawn. Use a new id.`,
      ),
    );
  }
  refuseConflict(price, state?.prices ?? []);
  return [event];
}

function change(command: ChangePrice, state: PriceBookItemState): readonly PriceBookItemEvent[] {
  const { priceBookItemId, priceId, unitPrice } = command;
  const found = state?.prices.find((price) => price.priceId === priceId);
  if (state === null || found === undefined) return notFound(priceId);
  const edit = { ...command, unitPrice: unitPrice === undefined ? undefined : acceptedPrice(unitPrice) };
  const edited = priceProfile.edit(found, edit);
  if (!edited) return [];
  refuseConflict(priceProfile.after(found, edited), state.prices);
  const { priceBookId, productId } = state;
  return [PriceChanged.of({ priceBookItemId, priceBookId, productId, priceId, ...edited })];
}

function withdraw(
  { priceBookItemId, priceId }: WithdrawPrice,
  state: PriceBookItemState,
): readonly PriceBookItemEvent[] {
  if (state?.withdrawn.includes(priceId)) return [];
  if (!state?.prices.some((price) => price.priceId === priceId)) return notFound(priceId);
  const { priceBookId, productId } = state;
  return [PriceWithdrawn.of({ priceBookItemId, priceBookId, productId, priceId })];
}

const notFound = (priceId: PriceId): never =>
  reject('price-not-found', `The price book has no price ${priceId} of this product.`);

function acceptedPrice(text: string): string {
  const unitPrice = acceptedDecimal(text);
  return unitPrice.startsWith('-')
    ? reject('price-negative', `The unit price is ${text}. It must be 0 or more.`)
    : unitPrice;
}

function refuseConflict(price: Price, others: readonly Price[]): void {
  const { validFrom, validTo } = price;
  if (validFrom !== undefined && validTo !== undefined && validTo < validFrom) {
    reject(
      'validity-ends-before-start',
      `The price would hold from ${validFrom} to ${validTo}. Give an end on or after the start.`,
    );
  }
  const rival = rivalOf(price, others);
  if (rival) {
    reject(
      'price-overlaps',
      `The price ${rival.priceId} per ${rival.unit} in ${rival.currency} holds on some of the same days. End it first.`,
      { priceId: rival.priceId },
    );
  }
}
