import { LogDamaged } from '../../event-log/event-log.js';
import { isPoisonEvent } from '../parked.js';
import { inThread } from './in-thread.js';
import { fromThread } from '../../read-store/sqlite/thread-errors.js';

const script = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);
const signal = new AbortController().signal;

describe('work in a thread of its own', () => {
  it('is told what it has to know, tells what it finds, and is done when the thread ends', async () => {
    const told: unknown[] = [];
    const double = `import { parentPort, workerData } from 'node:worker_threads'; parentPort.postMessage(2 * workerData.value)`;
    await inThread(script(double), { workerData: { value: 21 }, signal, onTold: (one) => told.push(one) });
    expect(told).toEqual([42]);
  });

  it('fails with what the thread failed with, or with the code it ended with', async () => {
    const run = (text: string) => inThread(script(text), { workerData: {}, signal });
    await expect(run(`throw Object.assign(new Error('event 3'), { name: 'LogDamaged' })`)).rejects.toThrow(LogDamaged);
    await expect(run(`process.exit(7)`)).rejects.toThrow('ended with code 7');
  });

  it('ends at the abort', async () => {
    const stopping = new AbortController();
    const onTold = () => stopping.abort();
    const waits = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => undefined); parentPort.postMessage('begun')`;
    await expect(inThread(script(waits), { workerData: {}, signal: stopping.signal, onTold })).rejects.toThrow('ended');
    await expect(inThread(script(waits), { workerData: {}, signal: stopping.signal })).rejects.toThrow('abort');
  });

  it('keeps the name of every error', () => {
    const poison = fromThread({ name: 'PoisonEvent', message: 'accounts cannot take it' });
    expect([isPoisonEvent(poison), poison.message]).toEqual([true, 'accounts cannot take it']);
  });
});
