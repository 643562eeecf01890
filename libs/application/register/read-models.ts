import type { ReadModel } from '../../read-store/read-model.js';
import { contractFeed } from '../../../projections/contracts/contract-feed.read-model.js';
import { quotes } from '../../../projections/quotes/quotes.read-model.js';
import { lostOffers } from '../../../projections/sales-bookings/lost-offers.read-model.js';
import { salesBookings } from '../../../projections/sales-bookings/sales-bookings.read-model.js';
import { aggregates } from './aggregates.js';
import { timeline } from './timeline.js';

/** Every read model, the records of the aggregates first; one page of the log feeds them all. */
export const readModels: readonly ReadModel[] = [
  ...Object.values(aggregates).flatMap(({ registration }) => registration.record ?? []),
  quotes,
  salesBookings,
  lostOffers,
  contractFeed,
  timeline,
];
