import { setImmediate } from 'node:timers/promises';
import { Slots } from './slots.js';

describe('slots', () => {
  it('let so many work at once, in the order asked, and one who needs all of them alone', async () => {
    const slots = new Slots(2);
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const work = (name: string) => () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    };
    const all = [slots.use(1, work('a')), slots.use(1, work('b')), slots.use(2, work('all')), slots.use(1, work('c'))];
    await setImmediate();
    expect(begun).toEqual(['a', 'b']);
    ends.get('a')?.();
    await setImmediate();
    expect(begun).toEqual(['a', 'b']);
    ends.get('b')?.();
    await setImmediate();
    expect(begun).toEqual(['a', 'b', 'all']);
    ends.get('all')?.();
    await setImmediate();
    expect(begun).toEqual(['a', 'b', 'all', 'c']);
    ends.get('c')?.();
    await Promise.all(all);
  });

  it('are free again after a failure', async () => {
    const slots = new Slots(1);
    await expect(slots.use(1, () => Promise.reject(new Error('It fails.')))).rejects.toThrow('It fails.');
    expect(await slots.use(1, () => Promise.resolve('done'))).toBe('done');
  });
});
