import { writeFileSync } from 'node:fs';
import { allEvents } from '../../libs/application/register/all-events.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { World } from '../properties/world.js';
import { runExamples } from './example-commands.js';
import { exampleKeys, examplesOf, fileOf } from './stored-examples.js';

/** Really runs the commands, and adds the streams that are not stored yet. What is stored is left as it is. */
export async function writeMissingExamples(): Promise<void> {
  const events = await eventsOfExamples();
  for (const { aggregate, events: types } of allEvents) {
    const stored = examplesOf(aggregate);
    const streams = new Set(stored.map(({ stream }) => stream));
    const added = events.filter(({ stream }) => stream.startsWith(`${aggregate}-`) && !streams.has(stream));
    const there = new Set([...stored, ...added].map(({ type }) => type));
    const missing = types.find(({ type }) => !there.has(type));
    if (missing !== undefined)
      throw new Error(`${missing.type} has no example: give it commands on a record that is not stored yet.`);
    if (added.length > 0) writeFileSync(fileOf(aggregate), `${JSON.stringify([...stored, ...added], null, 2)}\n`);
  }
}

async function eventsOfExamples(): Promise<readonly RecordedEvent[]> {
  const world = await World.open({ keys: exampleKeys });
  try {
    await runExamples(world);
    const events = await world.settle();
    const refused = world.story.filter((line) => line.includes('refused') || line.endsWith('nothing'));
    if (refused.length > 0) throw new Error(`These gave no example:\n${refused.join('\n')}`);
    return events.map((event, index) => ({ ...event, position: `examples:${String(index + 1)}` }));
  } finally {
    await world.close();
  }
}
