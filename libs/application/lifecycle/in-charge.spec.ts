import { setImmediate } from 'node:timers/promises';
import { MemoryLeasePlace } from '../../testing/projection/memory-leases.js';
import { whileInCharge, type Charge } from './in-charge.js';

const lease = { name: 'projections', readers: ['projections'] };

describe('work that one process at a time does', () => {
  let place: MemoryLeasePlace;
  let did: string[];
  const stopping = new Map<string, AbortController>();

  beforeEach(() => {
    place = new MemoryLeasePlace();
    did = [];
  });

  const charge = (name: string, begin = () => Promise.resolve()): Charge => ({
    lease,
    begin: async () => {
      await begin();
      did.push(`${name} begins`);
    },
    end: () => {
      did.push(`${name} ends`);
      return Promise.resolve();
    },
  });
  const run = (name: string, begin?: () => Promise<void>) => {
    const stop = new AbortController();
    stopping.set(name, stop);
    const notices: string[] = [];
    const onNotice = (line: string) => notices.push(line);
    const wait = async () => {
      await setImmediate();
    };
    const ended = whileInCharge(place.of(name), charge(name, begin), { signal: stop.signal, onNotice, wait });
    return { notices, ended };
  };
  const until = async (what: string) => {
    while (did.at(-1) !== what) await setImmediate();
  };

  it('is done by the first until it stops, and then by the next', async () => {
    const one = run('one');
    await until('one begins');
    const two = run('two');
    stopping.get('one')?.abort();
    await one.ended;
    await until('two begins');
    expect(did).toEqual(['one begins', 'one ends', 'two begins']);
    stopping.get('two')?.abort();
    await two.ended;
    expect(place.holderOf('projections')).toBeUndefined();
  });

  it('ends where the lease is lost, and is sought again', async () => {
    const one = run('one');
    await until('one begins');
    const two = run('two');
    place.lose('projections');
    await until('two begins');
    expect(did).toContain('one ends');
    stopping.get('two')?.abort();
    await two.ended;
    await until('one begins');
    stopping.get('one')?.abort();
    await one.ended;
    expect(one.notices.filter((line) => line.includes('waits for its turn'))).toHaveLength(1);
  });

  it('that cannot begin is tried again, and leaves the lease to others meanwhile', async () => {
    let failures = 2;
    const one = run('one', () =>
      failures-- > 0 ? Promise.reject(new Error('The store is away.')) : Promise.resolve(),
    );
    await until('one begins');
    expect(did).toEqual(['one ends', 'one ends', 'one begins']);
    expect(one.notices[0]).toMatch(/cannot be in charge of projections yet: The store is away\./);
    stopping.get('one')?.abort();
    await one.ended;
  });
});
