import {
  LostReasonAdded,
  LostReasonRenamed,
  LostReasonRetired,
} from '../../libs/organisation/lost-reason/lost-reason.events.js';
import { lostReasonIdOf } from '../../libs/organisation/lost-reason/lost-reason.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { lostReasons } from './lost-reasons.read-model.js';

const code = 'too-dear';
const lostReasonId = lostReasonIdOf(code);
const added = LostReasonAdded.of({ lostReasonId, code, label: 'Too dear' });
const after = rowAfter(lostReasons, `lostReason-${lostReasonId}`);

describe('the reasons that losing an opportunity can name', () => {
  it('have one as it was added', () =>
    expect(after(added)).toEqual({ _id: lostReasonId, code, label: 'Too dear', retired: false }));
  it('have the new label of a renamed one, under its code', () =>
    expect(after(added, LostReasonRenamed.of({ lostReasonId, code, from: 'Too dear', to: 'Price' }))).toEqual({
      ...after(added),
      label: 'Price',
    }));
  it('keep one that is retired, for the opportunities that were lost for it', () =>
    expect(after(added, LostReasonRetired.of({ lostReasonId, code }))).toEqual({ ...after(added), retired: true }));
});
