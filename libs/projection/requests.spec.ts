import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../kernel/domain-error.js';
import type { ReadStore } from '../read-store/read-store.js';
import { openSqliteReadStore } from '../read-store/sqlite/sqlite-read-store.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { cardModels } from '../testing/projection/cards.js';
import type { AdminActions } from './admin-actions.js';
import { carryOutRequests, RequestedActions, requests } from './requests.js';
import type { Wait } from './wait.js';

describe('actions that are asked for in the store', () => {
  const clock = fixedClock();
  let store: ReadStore;
  let asking: AbortController;
  let projecting: AbortController;
  let work: Promise<void>;
  let done: string[];

  beforeEach(() => {
    store = openSqliteReadStore({ file: ':memory:', models: cardModels });
    [asking, projecting] = [new AbortController(), new AbortController()];
    work = Promise.resolve();
    done = [];
  });
  afterEach(async () => {
    projecting.abort();
    await work;
    await store.close();
  });

  const wait: Wait = () => setImmediate();
  const asker = () => new RequestedActions({ store, clock, signal: asking.signal, wait });
  const actions: AdminActions = {
    rebuild: () => {
      done.push('rebuild');
      return Promise.resolve();
    },
    replay: (at, key) => {
      done.push(`${at} ${key}`);
      if (key === 'fine') return Promise.reject(new DomainError('nothing-parked', 'Nothing is parked there.'));
      if (key === 'broken') return Promise.reject(new Error('The disk is full.'));
      return Promise.resolve(key === 'mended');
    },
  };
  const project = (by = actions) => (work = carryOutRequests(by, { store, clock, signal: projecting.signal, wait }));
  const stored = async () => [...(await store.documents(requests)).values()];

  it('are carried out where the read models are projected, and answered', async () => {
    void project();
    await asker().rebuild();
    expect(await asker().replay('cards', 'mended')).toBe(true);
    expect(await asker().replay('cards', 'ailing')).toBe(false);
    await expect(asker().replay('cards', 'fine')).rejects.toMatchObject({ code: 'nothing-parked' });
    await expect(asker().replay('cards', 'broken')).rejects.toThrow('The disk is full.');
    expect(done).toEqual(['rebuild', 'cards mended', 'cards ailing', 'cards fine', 'cards broken']);
    expect(await stored()).toEqual([]);
  });

  it('wait for whoever projects, and are taken one after the other in the order of asking', async () => {
    const asked = ['c', 'a', 'b'].map((key) => {
      clock.advance(1_000);
      return asker().replay('cards', key);
    });
    while ((await stored()).length < 3) await setImmediate();
    void project();
    expect(await Promise.all(asked)).toEqual([false, false, false]);
    expect(done).toEqual(['cards c', 'cards a', 'cards b']);
  });

  it('are done again by the next one when whoever did them ended before the answer', async () => {
    const asked = asker().rebuild();
    while ((await stored()).length === 0) await setImmediate();
    await project({
      ...actions,
      rebuild: (signal) => {
        projecting.abort();
        if (signal?.aborted !== true) done.push('not ended');
        return Promise.reject(new Error('It was ended.'));
      },
    });
    projecting = new AbortController();
    void project();
    await asked;
    expect(done).toEqual(['rebuild']);
  });

  it('are not waited for by a process that ends; the answer is deleted after an hour', async () => {
    const asked = asker().rebuild();
    while ((await stored()).length === 0) await setImmediate();
    asking.abort();
    await expect(asked).rejects.toThrow('This process ends');
    void project();
    while (done.length === 0) await setImmediate();
    while (!JSON.stringify(await stored()).includes('answeredAt')) await setImmediate();
    clock.advance(3_601_000);
    while ((await stored()).length > 0) await setImmediate();
  });

  it('go on when the store was away', async () => {
    let failures = 2;
    const flaky = {
      put: store.put.bind(store),
      documents: <D extends object>(collection: string) =>
        failures-- > 0 ? Promise.reject(new Error('The store is away.')) : store.documents<D>(collection),
    };
    work = carryOutRequests(actions, { store: flaky, clock, signal: projecting.signal, wait });
    await asker().rebuild();
    expect(done).toEqual(['rebuild']);
  });
});
