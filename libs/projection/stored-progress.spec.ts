import { describeProgress } from '../../test/contracts/progress.contract.js';
import { StoredProgress } from './stored-progress.js';

describeProgress('the projector', ({ projector }) => projector);
describeProgress(
  'the stored checkpoint',
  ({ store, log, clock, wait }) => new StoredProgress({ store, log, clock, wait }),
);
