// A delivery system at the contract feed: applies each contract event exactly once, whenever and wherever it is killed.
//   TIDEMARK_KEY=<key> node contract-consumer.mjs <url> <state folder> [--once] [--origin any]
import { appendFileSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const options = { once: { type: 'boolean' }, origin: { type: 'string', default: 'sale' } };
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const [url, folder] = positionals;
if (!url || !folder)
  stop(2, 'Usage: TIDEMARK_KEY=<key> contract-consumer.mjs <url> <state folder> [--once] [--origin any]');

// The journal is all the state there is: a line is an applied event, its effect and its place in the feed written together.
mkdirSync(folder, { recursive: true });
const journal = openSync(`${folder}/journal.ndjson`, 'a+');
const text = readFileSync(journal, 'utf8');
const whole = text.slice(0, text.lastIndexOf('\n') + 1); // a line cut off by a kill was not applied: its event comes again
ftruncateSync(journal, Buffer.byteLength(whole));
const applied = whole
  .split('\n')
  .slice(0, -1)
  .map((line) => JSON.parse(line));
let last = applied.at(-1)?.sequence ?? 0;
let cursor = applied.at(-1)?.cursor ?? String(last); // names the event too, so that an older log that was restored is noticed
const versions = new Map(applied.map(({ contract, version }) => [contract, version])); // each contract counts its own events

do {
  try {
    for await (const line of await feedLines()) {
      const json = values.once ? line : line.startsWith('data: ') ? line.slice(6) : '';
      const event = json === '' ? {} : JSON.parse(json);
      if (event.specversion) apply(event); // others tell of the connection
    }
  } catch (error) {
    console.error(`The feed cannot be read: ${error.cause?.message ?? error.message}`);
    if (values.once) process.exit(1);
  }
  if (!values.once) await pause(1000);
} while (!values.once);

function apply({ id, type, sequence, cursor: place, data }) {
  if (sequence <= last) return; // sent twice
  const effect = { sequence, cursor: place, event: id, ...effectOf(sequence, type.split('.').at(-1), data) };
  appendFileSync(journal, `${JSON.stringify(effect)}\n`);
  fsyncSync(journal);
  last = sequence;
  cursor = place;
  if (effect.contract) versions.set(effect.contract, effect.version);
  console.log(`${sequence} ${effect.order}`);
}

function effectOf(sequence, type, data) {
  if (type === 'SaleCompleted')
    return { order: `${type}: sale ${data.saleNumber} is whole with ${data.contracts.length} contracts` };
  const { contractId: contract, sequence: version, quantity, unit, name } = data;
  if (contract === undefined) return { order: `${type}: not acted on` }; // a type that came later
  if (version !== (versions.get(contract) ?? 0) + 1)
    stop(4, `Event ${sequence} is number ${version} of contract ${contract}: one before it is missing.`);
  return { contract, version, order: `${type}: ${quantity} ${unit} of ${name}` };
}

/** What comes after `cursor`: as NDJSON up to now, or as server-sent events, live until the connection ends. */
async function feedLines() {
  const scope = values.origin === 'any' ? '' : `&origin=${values.origin}`;
  const headers = {
    authorization: `Bearer ${process.env.TIDEMARK_KEY}`,
    accept: values.once ? 'application/x-ndjson' : 'text/event-stream',
  };
  const answer = await fetch(`${url}/v1/contract-events?after=${cursor}${scope}`, { headers });
  if (answer.ok) return createInterface({ input: Readable.fromWeb(answer.body) });
  const { code, detail } = await answer.json();
  if (code === 'position-unknown')
    stop(3, `The server does not know place ${cursor} of its feed (position-unknown): ${detail}`);
  if (answer.status < 500) stop(2, `The server refuses (${code}): ${detail}`);
  throw new Error(detail);
}

function stop(code, message) {
  console.error(message);
  process.exit(code);
}
