import { DomainError } from '../../kernel/domain-error.js';
import { ReadStoreUnavailable } from '../read-store.js';
import { ReaderThreads, type ReaderThreadsOptions } from './reader-threads.js';

/** A thread that does as it is told: answers what it was asked so far, ends, or reads until it is given up. */
const script = `
  import { parentPort, workerData } from 'node:worker_threads';
  const heard = [];
  const isGivenUp = () => Atomics.load(workerData.givenUp, 0) === 1;
  parentPort.on('message', ({ kind, told }) => {
    heard.push(kind === 'read' ? told.what : kind);
    if (told?.what === 'end') process.exit(7);
    if (told?.what === 'throw') throw new Error('out of its mind');
    if (told?.what !== 'long') return parentPort.postMessage({ answer: heard });
    const wait = () => (isGivenUp() ? parentPort.postMessage({ problem: { name: 'Error', message: 'given up' } }) : setImmediate(wait));
    wait();
  });`;
const worker = new URL(`data:text/javascript,${encodeURIComponent(script)}`);

describe('threads that read', () => {
  let threads: ReaderThreads;
  const open = (options: Partial<ReaderThreadsOptions> = {}): ReaderThreads =>
    (threads = new ReaderThreads({ worker, workerData: {}, ...options }));
  const ask = (what: string) => threads.ask(() => ({ what }));
  afterEach(() => threads.close());

  it('answer one read after the other, each in the thread that was used last', async () => {
    open();
    expect(await ask('a')).toEqual(['a']);
    expect(await ask('b')).toEqual(['a', 'b']);
    expect(await Promise.all([ask('c'), ask('d')])).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('refuse a read when too many wait, and answer those that they took on', async () => {
    open({ threads: 1, waiting: 2 });
    const taken = [ask('a'), ask('b'), ask('c')];
    const refused = await ask('d').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ code: 'too-many-reads' });
    expect((await Promise.all(taken)).at(-1)).toEqual(['a', 'b', 'c']);
    expect(await ask('e')).toContain('e');
  });

  it('refuse a read for which none can be begun, and count it no longer', async () => {
    open({ threads: 1, waiting: 0, worker: new URL('http://localhost/no-thread.js') });
    await expect(ask('a')).rejects.toThrow('URL');
    await expect(ask('b')).rejects.toThrow('URL');
  });

  it('are replaced where they end: that one read is refused, the others are answered', async () => {
    open();
    await ask('a');
    const [ended, beside] = [ask('end'), ask('b')];
    await expect(ended).rejects.toThrow(ReadStoreUnavailable);
    expect(await beside).toEqual(['b']);
    await expect(ask('throw')).rejects.toThrow('out of its mind');
    expect(await ask('c')).toEqual(['c']);
  });

  it('give a read up that takes too long, and read on', async () => {
    open({ longest: 50, threads: 1 });
    await expect(ask('long')).rejects.toThrow('took longer than 50 ms');
    // On a slow machine the next one may be late too.
    let heard: unknown;
    while (heard === undefined) heard = await ask('a').catch(() => undefined);
    expect(heard).toEqual(expect.arrayContaining(['long', 'a']));
  });

  it('have no file open while somebody needs it alone, and read after that', async () => {
    open();
    const before = [ask('a'), ask('b')];
    const order: string[] = [];
    const alone = threads.exclusively(async () => {
      await Promise.all(before);
      order.push('alone');
    });
    const after = ask('c').then((heard) => {
      order.push('c');
      return heard;
    });
    await alone;
    expect(await after).toEqual(expect.arrayContaining(['release', 'c']));
    expect(order).toEqual(['alone', 'c']);
  });

  it('are no more when they are closed: what they read, and what waited, is refused', async () => {
    open({ threads: 1 });
    const reads = [ask('long'), ask('a')].map((read) => expect(read).rejects.toThrow(/given up|being closed/));
    await threads.close();
    await Promise.all(reads);
    await expect(ask('b')).rejects.toThrow(ReadStoreUnavailable);
  });
});
