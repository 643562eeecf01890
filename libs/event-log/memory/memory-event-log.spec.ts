import { describeEventLog } from '../../../test/contracts/event-log.contract.js';
import { describeTwoLogs } from '../../../test/contracts/two-logs.contract.js';
import { systemClock } from '../../kernel/dates.js';
import { withholdingLog } from '../../testing/log/withholding-log.js';
import { MemoryEventLog } from './memory-event-log.js';

describeEventLog('the log in memory', () => new MemoryEventLog(systemClock));
describeTwoLogs('two logs in memory', () => {
  const log = new MemoryEventLog(systemClock);
  return [log, log.another(systemClock)];
});
describeTwoLogs('two logs that withhold what a server does', () => {
  const log = new MemoryEventLog(systemClock);
  return [withholdingLog(log), withholdingLog(log.another(systemClock))];
});
describeEventLog('a log that withholds what a server does', () => withholdingLog(new MemoryEventLog(systemClock)));
