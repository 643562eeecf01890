import { describeEventLog } from '../../../test/contracts/event-log.contract.js';
import { systemClock } from '../../kernel/dates.js';
import { MemoryEventLog } from './memory-event-log.js';

describeEventLog('the log in memory', () => new MemoryEventLog(systemClock));
