import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Output } from '../import/progress.js';
import { obstacle } from './before-start.js';
import { demoOptions, demoUsage, type DemoOptions } from './demo.options.js';
import { grouped, type Block } from './page.js';
import { apiBlock } from './print-api.js';
import { deliveryBlock } from './print-delivery.js';
import { endBlock } from './print-end.js';
import { historyBlock } from './print-history.js';
import { ProgressBar } from './progress-bar.js';
import { Stage } from './stage.js';
import type { Step } from './step.js';
import { story, storyEnd, storyStart } from './story.js';
import { Teller } from './teller.js';
import { soldAgainKey } from './turning-points.js';

export interface DemoIo {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the demonstration is to end; without it, Ctrl-C ends it. */
  readonly stop?: AbortSignal;
}

/**
 * Two years of business through the public commands, then the API, the history and the delivery of it, printed; stays up until
 * Ctrl-C. Returns the exit code: 0, or 1 when it cannot run or what it shows is not right, 2 when it was called wrongly.
 */
export async function demoCommand(args: readonly string[], io: DemoIo): Promise<number> {
  const options = demoOptions(args, io.env);
  if (typeof options === 'string') {
    io.stderr.write(`${options}\n${demoUsage}`);
    return 2;
  }
  const own = mkdtempSync(join(tmpdir(), 'tidemark-demo-'));
  try {
    const dataDir = resolve(options.dataDir ?? join(own, 'data'));
    const problem = await obstacle(options.port, dataDir);
    if (problem === undefined)
      return await show(options, dataDir, join(own, 'delivery'), { stop: interrupted(), ...io });
    io.stderr.write(`${problem}\n`);
    return 1;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

async function show(
  options: DemoOptions,
  dataDir: string,
  delivery: string,
  io: DemoIo & { readonly stop: AbortSignal },
): Promise<number> {
  const stage = await Stage.open(dataDir, options.port);
  try {
    const steps = story(options);
    const teller = await tell(stage, steps, io);
    if (io.stop.aborted) return 130;
    const say = (lines: readonly string[]): unknown => io.stdout.write(`${lines.join('\n')}\n`);
    const { names, sent } = teller;
    const api = await stage.listen();
    const soldAgain = sent.get(soldAgainKey(steps));
    if (soldAgain === undefined) throw new Error('The story does not sell anything again.');
    const blocks = [
      () => apiBlock(api, names),
      () => historyBlock(api, names),
      () => deliveryBlock({ api, names, soldAgain, folder: delivery }),
      async () => endBlock(await stage.verify(), api, !options.once),
    ];
    const wrong: Block[] = [];
    for (const block of blocks) {
      const printed = await block();
      say(printed.lines);
      if (!printed.right) wrong.push(printed);
    }
    if (!options.once) await aborted(io.stop);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

async function tell(
  stage: Stage,
  steps: readonly Step[],
  io: DemoIo & { readonly stop: AbortSignal },
): Promise<Teller> {
  const began = Date.now();
  const bar = new ProgressBar(io.stdout, steps.length);
  const teller = new Teller({
    send: (command) => stage.send(command),
    clock: stage.clock,
    dayIsOver: () => stage.settled(),
    told: (date, commands) => bar.add(commands, date),
    stop: io.stop,
  });
  await teller.tell(steps);
  bar.end();
  if (io.stop.aborted) return teller;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const commands = grouped(String(steps.length));
  io.stdout.write(
    `Two years of Saltmarsh Instruments, ${storyStart} to ${storyEnd}: ${commands} commands in ${seconds} s\n`,
  );
  return teller;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Ctrl-C, once: a second one ends the program at once. */
function interrupted(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  return stopping.signal;
}
