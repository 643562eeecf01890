import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether calls to the system can be counted here. */
export const canCount = spawnSync('strace', ['-V']).status === 0;

/** Runs a process so that its fsyncs are counted; they are in the file when it has ended. Each call stops it for a moment. */
export const counting = (folder: string): readonly string[] => [
  ...['strace', '--follow-forks', '--seccomp-bpf', '--quiet=all', '--summary-only'],
  ...['--trace=fsync,fdatasync,sync_file_range,msync', '--output', fileIn(folder)],
];

/** The calls of strace's summary, which has a line for each kind. */
export function countedIn(folder: string): number {
  const lines = readFileSync(fileIn(folder), 'utf8').split('\n');
  return lines.reduce((sum, line) => sum + Number(/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+).*sync/.exec(line)?.[1] ?? 0), 0);
}

const fileIn = (folder: string): string => join(folder, 'fsyncs.txt');
