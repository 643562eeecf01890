// A delivery system of several processes at EventStoreDB itself: they share the contract events of a group, which may come twice and
// out of order, and carry each of them out exactly once and in the order of its contract.
//   tidemark feed group --name delivery
//   node competing-consumer.mjs <esdb url> <group> <database file> [--origin any]
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { EventStoreDBClient } from '@eventstore/db-client';
import Database from 'libsql';

const options = { origin: { type: 'string', default: 'sale' } };
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const [url, group, file] = positionals;
if (!file) stop(2, 'Usage: competing-consumer.mjs <esdb url> <group> <database file> [--origin any]');

// One database for all processes of the group. An event without `done` is held: one of its contract before it has not come yet.
const database = new Database(file, { timeout: 30_000 });
database.exec(`
  pragma journal_mode = wal;
  pragma synchronous = full;
  create table if not exists events (
    id text primary key, contract text, sequence integer, task text not null, done integer unique, unique (contract, sequence));
`);
const known = database.prepare('select 1 from events where id = ?');
const keep = database.prepare('insert into events (id, contract, sequence, task) values (?, ?, ?, ?)');
const following = database.prepare(`
  select id, task from events where contract = @contract and done is null
  and sequence = 1 + (select coalesce(max(sequence), 0) from events where contract = @contract and done is not null)`);
const doneNow = database.prepare(
  'update events set done = (select coalesce(max(done), 0) + 1 from events) where id = ?',
);

/** Stores the event, and does what may be done now. Real work has its effect in this transaction, or takes the event's id as its idempotency key. */
const take = database.transaction(({ id, type, data }) => {
  if (known.get(id)) return []; // came twice
  const { contractId: contract = null, sequence = null } = data;
  const task = taskOf(type, data);
  keep.run(id, contract, sequence, task);
  const tasks = [];
  if (contract === null) tasks.push({ id, task });
  else for (let next; (next = following.get({ contract })); doneNow.run(next.id)) tasks.push(next);
  if (contract === null) doneNow.run(id);
  return tasks;
});

const client = EventStoreDBClient.connectionString(url);
for (;;) {
  try {
    const subscription = client.subscribeToPersistentSubscriptionToAll(group, { bufferSize: 10 });
    for await (const delivered of subscription) {
      if (isOurs(delivered.event.data))
        for (const { id, task } of take.immediate(delivered.event)) console.log(`${id} ${task}`);
      await subscription.ack(delivered); // only now: killed before, the event comes again
    }
  } catch (error) {
    if (error.type === 'persistent-subscription-does-not-exist')
      stop(2, `There is no group "${group}": make it first.`);
    if (error.code?.startsWith?.('SQLITE')) throw error; // what was not stored is not acknowledged: it comes to another process
    console.error(`The group cannot be read: ${error.message}`);
  }
  await pause(1000);
}

function isOurs({ origin }) {
  return values.origin === 'any' || origin?.kind === values.origin;
}

function taskOf(type, data) {
  if (type === 'SaleCompleted')
    return `${type}: sale ${data.saleNumber} is whole with ${data.contracts.length} contracts`;
  return `${type}: ${data.quantity} ${data.unit} of ${data.name}`;
}

function stop(code, message) {
  console.error(message);
  process.exit(code);
}
