import { describeEventLog } from '../../../test/contracts/event-log.contract.js';
import { describeTwoLogs } from '../../../test/contracts/two-logs.contract.js';
import { serverForTests } from '../../testing/log/eventstoredb/server-for-tests.js';
import { openEventStoreLog } from './eventstoredb-log.js';

const url = serverForTests();
const open = async () => openEventStoreLog({ url: await url() });

describeEventLog('EventStoreDB', open);
describeTwoLogs('two logs of EventStoreDB', async () => Promise.all([open(), open()]));
