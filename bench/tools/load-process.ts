import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Call, Load, LoadPlan, LoadTold } from './load.js';
import { adminKey } from './server.js';

/** A client that costs little CPU: it shares the machine with the server that it measures. */
async function send(plan: LoadPlan): Promise<Load> {
  // Infinity does not survive the way between processes.
  const { port, connections, calls, perSecond, after = 0 } = plan;
  const [seconds, requests] = [plan.seconds ?? Infinity, plan.requests ?? Infinity];
  const times: number[] = [];
  const start = performance.now();
  let begun = 0;
  const lane = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const answers = new Answers(socket);
    await once(socket, 'connect');
    while (!stopped && begun < requests && performance.now() - start < seconds * 1000) {
      const call = calls[(after + begun) % calls.length];
      const due = perSecond === undefined ? performance.now() : start + (begun * 1000) / perSecond;
      begun += 1;
      if (call === undefined) break;
      if (due > performance.now()) await setTimeout(due - performance.now());
      socket.write(textOf(call, after + begun));
      const answer = await answers.next();
      times.push(performance.now() - due);
      if (!/^HTTP\/1\.1 2/.test(answer)) throw new Error(`${call.method} ${call.path}: ${answer.slice(0, 2000)}`);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const spent = (performance.now() - start) / 1000;
  return { seconds: spent, times, perSecond: times.length / spent };
}

function textOf({ method, path, body }: Call, number: number): string {
  const json = body === undefined ? '' : JSON.stringify(body).replaceAll('#', String(number));
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${adminKey}\r\n`;
  const about =
    body === undefined
      ? ''
      : `content-type: application/json\r\ncontent-length: ${String(Buffer.byteLength(json))}\r\n`;
  return `${head}${about}\r\n${json}`;
}

/** The answers on a connection, one at a time; each must say its length. */
class Answers {
  private received = '';
  private waiting: { readonly resolve: (answer: string) => void; readonly reject: (error: Error) => void } | undefined;

  constructor(socket: Socket) {
    // One byte is one character, so that lengths are those of the header.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
      this.give();
    });
    socket.on('error', (error) => this.waiting?.reject(error));
    socket.on('close', () => this.waiting?.reject(new Error('The server closed the connection.')));
  }

  next(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.give();
    });
  }

  private give(): void {
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd < 0 || this.waiting === undefined) return;
    const length = /content-length: (\d+)/i.exec(this.received.slice(0, headEnd))?.[1];
    const end = headEnd + 4 + Number(length ?? NaN);
    if (Number.isNaN(end))
      this.waiting.reject(new Error(`An answer without a length: ${this.received.slice(0, headEnd)}`));
    if (!(this.received.length >= end)) return;
    const answer = this.received.slice(0, end);
    this.received = this.received.slice(end);
    const { resolve } = this.waiting;
    this.waiting = undefined;
    resolve(answer);
  }
}

let stopped = false;

process.on('message', (plan: LoadPlan | 'stop') => {
  if (plan === 'stop') {
    stopped = true;
    return;
  }
  const tell = (told: LoadTold) => process.send?.(told, () => process.exit(0));
  send(plan).then(tell, (error: unknown) => tell({ error: String(error) }));
});
