import { timelineOf } from '../../../projections/timeline/timeline.read-model.js';
import { aggregates } from './aggregates.js';

/** ACT-06, ACT-07, BX-02: the events of every aggregate that says whose timeline they belong to. */
export const timeline = timelineOf(
  new Map(
    Object.values(aggregates).flatMap(({ registration: { events, subjectOf, momentOf } }) =>
      subjectOf === undefined ? [] : events.map(({ type }) => [type, { subjectOf, momentOf }] as const),
    ),
  ),
);
