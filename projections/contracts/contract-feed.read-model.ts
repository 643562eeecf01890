import Type from 'typebox';
import type { ContractEvent } from '../../libs/contracts/contract/contract.events.js';
import type { SaleEvent } from '../../libs/contracts/sale/sale.events.js';
import { DateOnly } from '../../libs/kernel/dates.js';
import type { RecordedOf } from '../../libs/kernel/events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key } from '../row-schemas.js';

type FeedEvent = ContractEvent | SaleEvent;

/**
 * CON-09: the contract feed, with the sales that are whole (ADR 47). Numbered 1, 2, 3 … in log order, the same in every store and after a copy of the log;
 * `data` is the stored event as it is.
 */
export const contractFeed = readModel<FeedEvent>()({
  name: 'contractFeed',
  version: 2,
  row: Type.Object({
    _id: key,
    sequence: Type.Integer({ minimum: 1 }),
    eventId: Type.String(),
    type: Type.String(),
    occurredAt: Type.String({ format: 'date-time' }),
    recordedAt: Type.String({ format: 'date-time' }),
    /** The contract, or the sale. */
    subject: Type.String(),
    origin: Type.String(),
    projectId: Type.String(),
    /** When it was sold; where it was not, when it starts. For where its project stood then. */
    soldOn: DateOnly,
    /** The event that the event follows from, or the command. */
    causationId: Type.String(),
    correlationId: Type.String(),
    actor: Type.Object({ kind: Type.String(), id: Type.String() }),
    onBehalfOf: Type.Optional(Type.String()),
    data: Type.Unsafe<RecordedOf<FeedEvent>['data']>(Type.Object({})),
  }),
  fields: { sequence: 'integer', origin: 'text', type: 'text', projectId: 'text', soldOn: 'date', subject: 'text' },
  indexes: [['sequence'], ['origin', 'sequence']],
  sequenced: true,
  on: {
    ContractCreated: (_row, event) => entry(event),
    ContractAmended: (_row, event) => entry(event),
    ContractCancelled: (_row, event) => entry(event),
    ContractExpired: (_row, event) => entry(event),
    ContractChangeScheduled: (_row, event) => entry(event),
    ContractChangeWithdrawn: (_row, event) => entry(event),
    SaleCompleted: (_row, event) => entry(event),
  },
});

/** The types of its events. */
export const contractFeedTypes: readonly string[] = Object.keys(contractFeed.on);

function entry({ id, type, data, metadata, recordedAt }: RecordedOf<FeedEvent>) {
  return {
    _id: '',
    sequence: 0,
    eventId: id,
    type,
    occurredAt: metadata.occurredAt,
    recordedAt,
    subject: 'saleId' in data ? data.saleId : data.contractId,
    origin: data.origin.kind,
    projectId: data.projectId,
    soldOn: 'saleId' in data ? data.soldOn : (data.soldOn ?? data.startsOn),
    causationId: metadata.causationId,
    correlationId: metadata.correlationId,
    actor: metadata.actor,
    ...(metadata.onBehalfOf !== undefined && { onBehalfOf: metadata.onBehalfOf }),
    data,
  };
}
