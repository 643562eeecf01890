import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { beginInTurns } from './begin-in-turns.js';

type Hook = (request: { readonly url: string }, reply: undefined, done: () => void) => void;

/** Requests as Fastify would hand them on, and which of them have begun. */
function requests() {
  const server = new EventEmitter();
  const begun: string[] = [];
  let hook: Hook = () => undefined;
  const fastify = { server, addHook: (_name: string, given: Hook) => (hook = given) };
  beginInTurns(fastify as unknown as FastifyInstance);
  const ask = (url: string): void => hook({ url }, undefined, () => begun.push(url));
  return {
    server,
    begun,
    ask,
    askMany: (count: number) => Array.from({ length: count }, (_, at) => ask(`/${String(at)}`)),
  };
}

describe('requests that come together', () => {
  it('begin so many in a turn of the event loop, in the order they came', async () => {
    const { begun, ask, askMany } = requests();
    askMany(150);
    expect(begun).toHaveLength(64);
    await setImmediate();
    ask('/later');
    expect(begun).toHaveLength(128);
    await setImmediate();
    expect(begun).toEqual([...Array.from({ length: 150 }, (_, at) => `/${String(at)}`), '/later']);
  });

  it('begin fewer while new clients connect', async () => {
    const { server, begun, askMany } = requests();
    server.emit('connection');
    askMany(100);
    await setImmediate();
    expect(begun).toHaveLength(64 + 8);
    await setImmediate();
    expect(begun).toHaveLength(100);
  });

  it('do not keep a health check waiting', () => {
    const { begun, ask, askMany } = requests();
    askMany(100);
    ask('/health/live');
    expect(begun.at(-1)).toBe('/health/live');
  });

  it('begin at once again after a quiet moment', async () => {
    const { begun, askMany } = requests();
    askMany(100);
    for (let turn = 0; turn < 4; turn++) await setImmediate();
    askMany(64);
    expect(begun).toHaveLength(164);
  });
});
