import { calendarOf } from '../../kernel/calendar.js';
import { newId, type ProjectId } from '../../kernel/ids.js';
import type { ReadStore } from '../../read-store/read-store.js';
import { commandContext } from '../../testing/log/builders.js';
import { memoryAdapters } from '../adapters/memory.js';
import { CreateProject } from '../organisation/projects.js';
import { openRuntime, type OpenRuntime } from '../runtime/open-runtime.js';
import { LiveScopes } from './feed-scope.js';

const calendar = calendarOf('UTC');
const [all, below] = [newId<ProjectId>(), newId<ProjectId>()];

let opened: OpenRuntime;
beforeAll(async () => {
  opened = await openRuntime(memoryAdapters(), { calendar, adminApiKey: 'a-key-for-this-spec' });
  await create(all);
});
afterAll(() => opened.close());

async function create(projectId: ProjectId, parentId?: ProjectId): Promise<void> {
  const fields = { projectId, name: 'P', parentId, references: [] };
  await opened.commands.execute(new CreateProject(fields, commandContext()));
  await opened.runtime.settled();
}

/** Counts how often lists are read. */
function counting(): { readonly store: ReadStore; readonly reads: () => number } {
  let reads = 0;
  const { store } = opened.runtime;
  const list: ReadStore['list'] = (model, query) => {
    reads += 1;
    return store.list(model, query);
  };
  return { store: Object.assign(Object.create(store) as ReadStore, { list }), reads: () => reads };
}

describe('the scopes of live readers of one project', () => {
  it('are worked out once for all who are told of the same end, and again for the next, with what is new below', async () => {
    const { store, reads } = counting();
    const scopes = new LiveScopes(store, calendar);
    const [one, other] = await Promise.all([scopes.of({ project: all }, 7), scopes.of({ project: all }, 7)]);
    expect([one, reads()]).toEqual([{ or: [{ projectId: { in: [all] } }] }, 1]);
    expect(other).toBe(one);
    await create(below, all);
    expect(await scopes.of({ project: all }, 7)).toBe(one);
    expect(await scopes.of({ project: all }, 8)).toEqual({ or: [{ projectId: { in: [all, below].sort() } }] });
    expect(reads()).toBe(2);
  });

  it('of an unknown project are refused, and worked out again when it is asked for again', async () => {
    const { store, reads } = counting();
    const scopes = new LiveScopes(store, calendar);
    const unknown = { project: newId<ProjectId>() };
    await expect(scopes.of(unknown, 7)).rejects.toThrow(unknown.project);
    await expect(scopes.of(unknown, 7)).rejects.toThrow('There is no project');
    expect(reads()).toBe(2);
  });
});
