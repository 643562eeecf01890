import Type from 'typebox';
import type { ContractEvent } from '../../libs/contracts/contract/contract.events.js';
import type { RecordedOf } from '../../libs/kernel/events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { key } from '../row-schemas.js';

/**
 * CON-09: the contract feed. Numbered 1, 2, 3 … in log order, the same in every store and after a copy of the log;
 * `data` is the stored event as it is.
 */
export const contractFeed = readModel<ContractEvent>()({
  name: 'contractFeed',
  version: 1,
  row: Type.Object({
    _id: key,
    sequence: Type.Integer({ minimum: 1 }),
    eventId: Type.String(),
    type: Type.String(),
    occurredAt: Type.String({ format: 'date-time' }),
    recordedAt: Type.String({ format: 'date-time' }),
    contractId: Type.String(),
    origin: Type.String(),
    projectId: Type.String(),
    data: Type.Unsafe<RecordedOf<ContractEvent>['data']>(Type.Object({})),
  }),
  fields: { sequence: 'integer', origin: 'text', projectId: 'text', contractId: 'text' },
  indexes: [['sequence'], ['origin', 'sequence']],
  sequenced: true,
  on: {
    ContractCreated: (_row, event) => entry(event),
    ContractAmended: (_row, event) => entry(event),
    ContractCancelled: (_row, event) => entry(event),
    ContractExpired: (_row, event) => entry(event),
    ContractChangeScheduled: (_row, event) => entry(event),
    ContractChangeWithdrawn: (_row, event) => entry(event),
  },
});

function entry({ id, type, data, metadata, recordedAt }: RecordedOf<ContractEvent>) {
  return {
    _id: '',
    sequence: 0,
    eventId: id,
    type,
    occurredAt: metadata.occurredAt,
    recordedAt,
    contractId: data.contractId,
    origin: data.origin.kind,
    projectId: data.projectId,
    data,
  };
}
