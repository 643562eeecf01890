// Writes docs/openapi.json, docs/asyncapi.json and docs/events.md from the built app; with --check it only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { eventsMarkdown, meaningsIn } from './events-markdown.mjs';

const top = dirname(dirname(fileURLToPath(import.meta.url)));
const { allEvents } = await built('libs/application/register/all-events.js');
const { openApiDocument } = await built('apps/api/openapi.js');
const { asyncApiDocument } = await built('apps/api/asyncapi.js');

const documents = {
  'docs/events.md': eventsMarkdown(allEvents, meanings()),
  'docs/asyncapi.json': `${JSON.stringify(asyncApiDocument(), null, 2)}\n`,
  'docs/openapi.json': `${JSON.stringify(await openApiDocument(), null, 2)}\n`,
};

if (process.argv.includes('--check')) {
  const behind = Object.entries(documents).filter(([path, text]) => storedAt(path) !== text);
  for (const [path, text] of behind) {
    console.error(
      `${path} is not what the code says. Run \`npm run docs\` and commit it. ${firstDifference(storedAt(path), text)}`,
    );
  }
  if (behind.length > 0) process.exitCode = 1;
  else console.log(`${Object.keys(documents).join(' and ')} say what the code says.`);
} else {
  for (const [path, text] of Object.entries(documents)) writeFileSync(join(top, path), text);
}

function built(path) {
  return import(pathToFileURL(join(top, 'dist', path)).href);
}

/** What the event files say about their events. */
function meanings() {
  const files = readdirSync(join(top, 'libs'), { recursive: true }).filter((file) => file.endsWith('.events.ts'));
  return new Map(files.sort().flatMap((file) => [...meaningsIn(readFileSync(join(top, 'libs', file), 'utf8'))]));
}

function storedAt(path) {
  try {
    return readFileSync(join(top, path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function firstDifference(stored, text) {
  if (stored === undefined) return 'It is missing.';
  const [before, now] = [stored.split('\n'), text.split('\n')];
  const line = Array.from({ length: Math.max(before.length, now.length) }).findIndex((_, at) => before[at] !== now[at]);
  return `They part at line ${line + 1}:\n  - ${before[line] ?? '(end)'}\n  + ${now[line] ?? '(end)'}`;
}
