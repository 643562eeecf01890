import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

type Env = Readonly<Record<string, string>>;

export interface StartOptions {
  readonly env?: Env;
  /** A command that runs node under it: strace and the like. */
  readonly under?: readonly string[];
}

/** The built file of the product or of the bench, by its path in `dist/`. */
export const builtFile = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A node process of its own, so that memory and CPU are its alone. What it says is kept. */
export class NodeProcess {
  readonly said: string[] = [];
  readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;
  private readonly readers: ((line: string) => void)[] = [];
  private readonly isUnder: boolean;

  constructor(args: readonly string[], { env = {}, under = [] }: StartOptions = {}) {
    this.isUnder = under.length > 0;
    const [command = '', ...rest] = [...under, process.execPath, ...profiling(), ...args];
    this.child = spawn(command, rest, {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on('line', (line) => {
        this.said.push(line);
        for (const reader of this.readers) reader(line);
      });
    }
    running.add(this.child);
    void this.ended.then(() => running.delete(this.child));
  }

  /** The first line that matches. @throws when the process ends without it */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    const found = new Promise<RegExpExecArray>((resolve) => {
      this.readers.push((line) => {
        const match = pattern.exec(line);
        if (match !== null) resolve(match);
      });
    });
    const match = await Promise.race([found, this.ended.then(() => undefined)]);
    if (match === undefined) throw new Error(`The process ended without ${String(pattern)}: ${this.said.join('\n')}`);
    return match;
  }

  /** @throws with what it said when it did not end well */
  async succeeded(): Promise<void> {
    const code = await this.ended;
    if (code !== 0) throw new Error(`The process ended with code ${String(code)}: ${this.said.slice(-20).join('\n')}`);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const pid = this.pid;
    if (pid !== undefined) process.kill(pid, signal);
    await this.ended;
  }

  /** Of node, also where it runs under another command. */
  get pid(): number | undefined {
    const { pid } = this.child;
    if (!this.isUnder || pid === undefined) return pid;
    return Number(readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim());
  }
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Where `npm run bench -- profile` wants the profiles. */
function profiling(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-interval', '500', '--cpu-prof-dir', folder];
}

export interface Memory {
  /** Bytes now, and at the highest. */
  readonly resident: number;
  readonly peak: number;
}

/** What the process has in memory; undefined where the system does not tell (it is read from /proc). */
export function memoryOf(pid: number | undefined): Memory | undefined {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const bytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
    return { resident: bytes('VmRSS'), peak: bytes('VmHWM') };
  } catch {
    return undefined;
  }
}
