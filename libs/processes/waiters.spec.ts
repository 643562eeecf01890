import type { Position } from '../event-log/event-log.js';
import { Waiters } from './waiters.js';

const [first, second] = ['log:1', 'log:2'] as [Position, Position];

describe('those who wait for a position', () => {
  it('are told when it is reached, also with a limit; the others go on waiting', async () => {
    const waiters = new Waiters();
    const told: Position[] = [];
    const wait = async (position: Position, timeoutMs?: number) => {
      await waiters.until(position, timeoutMs);
      told.push(position);
    };
    const both = [wait(first, 60_000), wait(second)];
    waiters.settle((position) => position === first);
    await both[0];
    expect(told).toEqual([first]);
    waiters.settle(() => true);
    await Promise.all(both);
    expect(told).toEqual([first, second]);
  });

  it('are told at their limit, and no more when it is reached after that', async () => {
    const waiters = new Waiters();
    await expect(waiters.until(first, 0)).rejects.toThrow('log:1 was not reached in time.');
    const asked: Position[] = [];
    waiters.settle((position) => asked.push(position) > 0);
    expect(asked).toEqual([]);
  });

  it('are all told when it will not be reached', async () => {
    const waiters = new Waiters();
    const both = [waiters.until(first), waiters.until(second, 60_000)];
    waiters.settle((position) => position === first, new Error('The reader has failed.'));
    await expect(both[0]).resolves.toBeUndefined();
    await expect(both[1]).rejects.toThrow('The reader has failed.');
  });
});
