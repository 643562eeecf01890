import { describeKeyStore } from '../../test/contracts/key-store.contract.js';
import { MemoryKeyStore } from './memory-key-store.js';

describeKeyStore('memory', () => new MemoryKeyStore());
