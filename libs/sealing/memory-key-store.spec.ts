import { describeKeyStore } from '../../test/contracts/key-store.contract.js';
import type { PersonId } from '../kernel/ids.js';
import type { PersonKey } from './key-store.js';
import { MemoryKeyStore } from './memory-key-store.js';

describeKeyStore('memory', () => {
  const place = new Map<PersonId, PersonKey>();
  return () => new MemoryKeyStore(place);
});
