import { Compile } from 'typebox/compile';
import { aggregates } from '../../libs/application/register/aggregates.js';
import { allEvents } from '../../libs/application/register/all-events.js';
import { readModels, registry } from '../../libs/application/register/registry.js';
import { uniqueValue } from '../../libs/catalogue/unique-value/unique-value.js';
import { foldOf, type Fold } from '../../libs/commands/stream-state.js';
import { Sealer } from '../../libs/sealing/sealer.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { valuesAt } from '../../libs/kernel/personal.js';
import { checkRow } from '../../libs/read-store/fields.js';
import { rowsOf } from '../properties/oracle/rows.oracle.js';
import { erasedKeys, exampleKeys, examplesOf } from './stored-examples.js';
import { writeMissingExamples } from './write-examples.js';

// Every event that was ever stored must be read for ever. An example is never edited and never removed: it stands for events in
// logs out there. A type that is no longer written keeps its examples, and gets an upcaster.
// `WRITE_EXAMPLES=1 npx jest test/events` adds examples of new types; those that are there stay as they are.
if (process.env['WRITE_EXAMPLES'] !== undefined) await writeMissingExamples();

const definitions = allEvents.flatMap(({ events }) => events);
const withKeys = new Sealer(exampleKeys, registry);
const withoutKeys = new Sealer(erasedKeys, registry);
const deciders: Readonly<Record<string, Fold<unknown>>> = { ...aggregates, uniqueValue };
const allExamples = allEvents.flatMap(({ aggregate }) => examplesOf(aggregate)).map((event) => registry.upcast(event));

const readings = [
  ['opened', withKeys],
  ['with all persons erased', withoutKeys],
] as const;

describe.each(allEvents)('the stored events of $aggregate', ({ aggregate, events }) => {
  const examples = examplesOf(aggregate);

  it('have an example of every type, in whole streams, with personal data sealed', () => {
    const types = new Set(examples.map(({ type }) => type));
    expect(events.map(({ type }) => type).filter((type) => !types.has(type))).toEqual([]);
    for (const [stream, ofStream] of streamsIn(examples)) {
      expect(stream.split('-')[0]).toBe(aggregate);
      expect(ofStream.map(({ revision }) => revision)).toEqual(ofStream.map((_event, index) => index));
    }
    for (const { type, data } of examples) {
      const places = registry.personalPlaces(type).filter(({ subject }) => subject in (data as object));
      const values = places.flatMap(({ path }) => valuesAt(data, path));
      expect(values.filter((value) => !Object.hasOwn(value as object, 'sealed'))).toEqual([]);
    }
  });

  it.each(readings)('fit what is written today (%s)', async (_name, sealer) => {
    for (const example of examples) {
      const { type, data } = await sealer.open(registry.upcast(example));
      expect([type, definitions.find((definition) => definition.type === type)?.problemWith(data)]).toEqual([
        type,
        undefined,
      ]);
    }
  });

  it.each(readings)('fold into a state (%s)', async (_name, sealer) => {
    const decider = deciders[aggregate];
    if (decider === undefined) throw new Error(`${aggregate} has no decider here.`);
    for (const ofStream of streamsIn(examples).values()) {
      const opened = await Promise.all(ofStream.map((event) => sealer.open(registry.upcast(event))));
      const states = opened.map((_event, index) =>
        opened.slice(0, index + 1).reduce(foldOf(decider), decider.initialState),
      );
      expect(states).not.toContain(undefined);
      expect(states[0]).not.toEqual(decider.initialState);
    }
  });
});

describe.each(readModels)('the read model $name', (model) => {
  it.each(readings)('takes every stored event, and its rows are what it declares (%s)', async (_name, sealer) => {
    const validator = Compile(model.row);
    let seen = 0;
    for (let taken = 1; taken <= allExamples.length; taken += 1) {
      if (model.on[allExamples[taken - 1]?.type ?? ''] === undefined) continue;
      const rows = rowsOf(model, allExamples.slice(0, taken));
      for (const [key, row] of rows) {
        if (!model.sequenced) checkRow(model, key, row);
        expect([...validator.Errors(await sealer.open({ ...row, ...(model.sequenced && { sequence: 1 }) }))]).toEqual(
          [],
        );
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(0);
  });
});

function streamsIn(events: readonly RecordedEvent[]): ReadonlyMap<string, readonly RecordedEvent[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return streams;
}
