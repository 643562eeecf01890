import { fork, type ChildProcess } from 'node:child_process';
import { builtFile } from './node-process.js';

export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  /** So long, or so many requests. */
  readonly seconds?: number;
  readonly requests?: number;
  /** Not as fast as it goes but at this rate; times then count from when a request was due. */
  readonly perSecond?: number;
  readonly calls: readonly Call[];
  /** How many were sent before: it goes on after them. */
  readonly after?: number;
}

/** A request; they are sent in turn, over and over. `#` in a body becomes a number that differs in each. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: object;
}

export interface Load {
  readonly seconds: number;
  /** Of each request, in milliseconds. */
  readonly times: readonly number[];
  readonly perSecond: number;
}

/** What the generator's process tells. */
export type LoadTold = Load | { readonly error: string };

/** Sends requests from a process of its own, on connections that stay open, each waiting for its answer before the next. The signal ends it. */
export async function load(plan: LoadPlan, signal?: AbortSignal): Promise<Load> {
  const child = fork(builtFile('bench/tools/load-process.js'));
  child.send(plan);
  signal?.addEventListener('abort', () => child.send('stop'));
  return told(child);
}

async function told(child: ChildProcess): Promise<Load> {
  const answer = await new Promise<LoadTold>((resolve) => {
    child.on('message', (message: LoadTold) => resolve(message));
    child.on('exit', (code) => resolve({ error: `The load generator ended with code ${String(code)}.` }));
  });
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}
