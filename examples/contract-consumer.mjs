#!/usr/bin/env node
// A delivery system at the contract feed: applies each contract event exactly once, whenever and wherever it is killed.
//
//   TIDEMARK_KEY=<key> node contract-consumer.mjs <url> <state folder> [--once] [--origin any]
import { appendFileSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDecoderStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { once: { type: 'boolean', default: false }, origin: { type: 'string', default: 'sale' } },
});
const [url, folder] = positionals;
const key = process.env.TIDEMARK_KEY;
if (!url || !folder || !key) stop(2, 'Usage: TIDEMARK_KEY=<key> contract-consumer.mjs <url> <state folder> [--once] [--origin any]');

// The journal is all the state there is. One line is one applied event: its effect and its place in the feed, written together.
mkdirSync(folder, { recursive: true });
const journal = openSync(join(folder, 'journal.ndjson'), 'a+');
const versions = new Map(); // the last event of each contract, by its own count 1, 2, 3 …
let last = 0;
recover();

for (let wait = 250; ; wait = Math.min(wait * 2, 30_000)) {
  try {
    for await (const event of values.once ? eventsUntilNow() : eventsLive()) {
      apply(event);
      wait = 250;
    }
    if (values.once) break;
  } catch (error) {
    if (values.once) stop(1, `The feed cannot be read: ${error.cause?.message ?? error.message}`);
    console.error(`The feed cannot be read (${error.cause?.message ?? error.message}); trying again.`);
  }
  await pause(wait);
}

function recover() {
  const bytes = readFileSync(journal);
  const whole = bytes.lastIndexOf('\n') + 1;
  ftruncateSync(journal, whole); // a line cut off by a kill was not applied: its event comes again
  for (const line of bytes.toString('utf8', 0, whole).split('\n').slice(0, -1)) remember(JSON.parse(line));
}

function remember({ sequence, contract, version }) {
  last = sequence;
  versions.set(contract, version);
}

function apply({ id, type, sequence, data }) {
  if (sequence <= last) return; // sent twice
  const missed = data.sequence !== (versions.get(data.contractId) ?? 0) + 1;
  if (missed) stop(4, `Event ${sequence} is number ${data.sequence} of contract ${data.contractId}: one before it is missing.`);
  const order = { ContractCreated: 'deliver', ContractAmended: 'change', ContractCancelled: 'stop' }[type.split('.').at(-1)];
  const what = `${data.quantity} ${data.unit} of ${data.name} for ${data.account.name ?? data.account.id}`;
  const effect = { sequence, event: id, contract: data.contractId, version: data.sequence, order: order ?? 'ignore', what };
  appendFileSync(journal, `${JSON.stringify(effect)}\n`);
  fsyncSync(journal);
  remember(effect);
  console.log(`${sequence} ${effect.order} ${what}`);
}

/** What is in the feed behind `last`, as lines of JSON; ends where the feed ends. */
async function* eventsUntilNow() {
  for await (const line of linesOf(await ask({ accept: 'application/x-ndjson' }, `after=${last}`))) yield JSON.parse(line);
}

/** The same as server-sent events: catches up, then goes on live until the connection ends. */
async function* eventsLive() {
  const lines = linesOf(await ask({ accept: 'text/event-stream', 'last-event-id': String(last) }));
  for await (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length));
}

async function ask(headers, query = '') {
  const scope = values.origin === 'any' ? '' : `&origin=${encodeURIComponent(values.origin)}`;
  const address = `${url.replace(/\/$/, '')}/v1/contract-events?${query}${scope}`;
  const answer = await fetch(address, { headers: { ...headers, authorization: `Bearer ${key}` } });
  if (answer.ok) return answer.body;
  const { code, detail } = await answer.json().catch(() => ({ code: answer.status, detail: answer.statusText }));
  if (code === 'position-unknown') {
    stop(3, `The server does not know place ${last} of its feed (position-unknown): ${detail}\nNothing was applied; ${folder} is as it was.`);
  }
  if (answer.status < 500 && answer.status !== 429) stop(2, `The server refuses (${code}): ${detail}`);
  throw new Error(`${code}: ${detail}`);
}

/** Whole lines; what follows the last line break was cut off on its way. */
async function* linesOf(body) {
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    yield* lines;
  }
}

function stop(code, message) {
  console.error(message);
  process.exit(code);
}
