import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readModels } from '../../application/register/read-models.js';
import type { Position } from '../../event-log/event-log.js';
import { positionAt } from '../../event-log/position.js';
import { openFillingStore } from '../../read-store/sqlite/filling-store.js';
import { openSqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { tempFolder } from '../../testing/log/temp-folder.js';

/** Threads run compiled code. */
const dist = pathToFileURL(join(process.cwd(), 'dist', '/')).href;
const { ProjectionThread } = (await import(
  `${dist}libs/projection/sqlite/projection-thread.js`
)) as typeof import('./projection-thread.js');

const storedEvents = `${dist}libs/application/register/registry.js`;
const position = 'log:1' as Position;
const later = 'log:2' as Position;
const done = { reader: 'a process', after: undefined, checkpoint: position, documents: [] };
const again = { ...done, after: position };

function opened(folder = tempFolder()) {
  const file = join(folder, 'read.db');
  return { file, folder, store: openSqliteReadStore({ file, models: readModels }) };
}

describe('the thread that writes the read models', () => {
  it('stores what it is asked to, and can be asked again after it was ended', async () => {
    const { file, store } = opened();
    const thread = new ProjectionThread({ file, modelsModule: new URL(storedEvents) });
    const writer = await thread.resume(readModels);
    expect(writer.position).toBeUndefined();
    await writer.apply([], position);
    expect(writer.position).toBe(position);
    await thread.close();
    await thread.flush(done);
    expect((await thread.resume(readModels)).position).toBe(position);
    expect(await store.checkpoint('a process')).toBe(position);
    await thread.close();
    await store.close();
  });

  it('refuses what it had in hand when it ends, and goes on in another one', async () => {
    const { file, folder, store } = opened();
    const mark = join(folder, 'ended');
    writeFileSync(
      join(folder, 'ends-once.mjs'),
      `import { existsSync, writeFileSync } from 'node:fs';
       if (!existsSync(${JSON.stringify(mark)})) { writeFileSync(${JSON.stringify(mark)}, ''); process.exit(1); }
       export { readModels, upcast } from ${JSON.stringify(storedEvents)};`,
    );
    const thread = new ProjectionThread({ file, modelsModule: pathToFileURL(join(folder, 'ends-once.mjs')) });
    await expect(thread.flush(done)).rejects.toMatchObject({ name: 'ReadStoreUnavailable' });
    await thread.flush(done);
    expect(await store.checkpoint('a process')).toBe(position);
    await thread.close();
    await store.close();
  });

  it('says what is parked from now on, with the correlation id of its event', async () => {
    const { file, folder, store } = opened();
    writeFileSync(
      join(folder, 'poison.mjs'),
      `import { readModels as all } from ${JSON.stringify(storedEvents)};
       export { upcast } from ${JSON.stringify(storedEvents)};
       const change = () => { throw new Error('Cannot take this.'); };
       export const readModels = all.map((model) => model.name !== 'leads' ? model
         : { ...model, on: { ...model.on, LeadCreated: { keys: () => ['l-1'], change } } });`,
    );
    const thread = new ProjectionThread({ file, modelsModule: pathToFileURL(join(folder, 'poison.mjs')) });
    const writer = await thread.resume(readModels.filter(({ name }) => name === 'leads'));
    const { id, metadata, data } = eventToAppend('LeadCreated', { leadId: 'l-1' });
    const place = { stream: 'lead-l-1', revision: 0, position, recordedAt: metadata.occurredAt };
    const event = { id, type: 'LeadCreated', data, metadata, ...place };
    const { correlationId } = metadata;
    expect(await writer.apply([event], position)).toMatchObject([{ model: 'leads', key: 'l-1', correlationId }]);
    expect(await writer.apply([{ ...event, position: later }], later)).toEqual([]);
    await thread.close();
    await store.close();
  });

  it('says what was in the way: a page for an writer of before is one', async () => {
    const { file, store } = opened();
    const thread = new ProjectionThread({ file, modelsModule: new URL(storedEvents) });
    const writer = await thread.resume(readModels);
    await thread.exclusively(() => Promise.resolve());
    await expect(writer.apply([], position)).rejects.toThrow('begun again');
    await thread.close();
    await store.close();
  });

  it('holds nothing any more where it ends instead of letting go', async () => {
    const { file, folder, store } = opened();
    const module = join(folder, 'ends-at-release.mjs');
    writeFileSync(
      module,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ kind }) => { if (kind === 'release') process.exit(1); });
       export { readModels, upcast } from ${JSON.stringify(storedEvents)};`,
    );
    const thread = new ProjectionThread({ file, modelsModule: pathToFileURL(module) });
    await thread.flush(done);
    expect(await thread.exclusively(() => Promise.resolve('alone'))).toBe('alone');
    await thread.flush(again);
    await thread.close();
    await store.close();
  });

  it('is given pages ahead, and takes them in their order', async () => {
    const { file, store } = opened();
    const thread = new ProjectionThread({ file, modelsModule: new URL(storedEvents) });
    const writer = await thread.resume(readModels);
    const positions = [1, 2, 3].map((place) => positionAt('log', place));
    const alone = () => thread.exclusively(() => store.checkpoint('projections'));
    const [, , , checkpoint] = await Promise.all([...positions.map((each) => writer.apply([], each)), alone()]);
    expect(checkpoint).toBe('log:3');
    expect(writer.position).toBe('log:3');
    await thread.close();
    await store.close();
  });

  it('says when somebody else has gone on from where it stood', async () => {
    const { file, store } = opened();
    const thread = new ProjectionThread({ file, modelsModule: new URL(storedEvents) });
    const writer = await thread.resume(readModels);
    await store.flush({ ...done, reader: 'projections', changes: [] });
    await expect(writer.apply([], positionAt('log', 2))).rejects.toMatchObject({ name: 'CheckpointMoved' });
    await thread.close();
    await store.close();
  });

  it('leaves the file to others for as long as they need it alone', async () => {
    const { file, store } = opened();
    await openFillingStore(`${file}.next`, readModels).close();
    const thread = new ProjectionThread({ file, modelsModule: new URL(storedEvents) });
    await thread.resume(readModels);
    const replaced = thread.exclusively(() => store.replaceWith(`${file}.next`, readModels));
    await Promise.all([replaced, thread.flush(done)]);
    expect(await store.checkpoint('a process')).toBe(position);
    await thread.close();
    await store.close();
  });
});
