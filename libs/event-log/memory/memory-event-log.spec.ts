import { describeEventLog } from '../../../test/contracts/event-log.contract.js';
import { systemClock } from '../../kernel/dates.js';
import { withholdingLog } from '../../testing/log/withholding-log.js';
import { MemoryEventLog } from './memory-event-log.js';

describeEventLog('the log in memory', () => new MemoryEventLog(systemClock));
describeEventLog('a log that withholds what a server does', () => withholdingLog(new MemoryEventLog(systemClock)));
