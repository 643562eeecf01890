import type { Result } from './result.js';

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** What a row came to, as a block of lines. */
export function printResult({ title, against, events, figures, seconds, error }: Result): void {
  print(`\n${title}${events === undefined ? '' : `, ${events.toLocaleString('en-US')} events`}`);
  print(`  against ${against}`);
  for (const { what, value, goal, met } of figures) {
    const verdict = goal === undefined ? '' : `   goal ${goal}: ${met === true ? 'met' : 'NOT MET'}`;
    print(`  ${what.padEnd(58)} ${value.padStart(12)}${verdict}`);
  }
  if (error !== undefined) print(`  FAILED: ${error}`);
  print(`  (${seconds.toFixed(0)} s)`);
}
