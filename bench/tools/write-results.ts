import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFile } from './node-process.js';
import type { Figure } from './figure.js';
import { machine } from './machine.js';
import type { Result } from './result.js';

const file = join(builtFile('..'), 'bench/RESULTS.md');

const opening = `# What \`npm run bench\` measured

Ratios of one run on one machine: both sides of a ratio ran in turn, and the load generator shared the machine with them. Seconds and rates hold for that
machine alone. Where there were several rounds the median is given, and the lowest and highest beside it: what differs by less is noise. Fsyncs are counted by strace in a run of
their own, all of the process's.
`;

const headings = { table: 'Goals', scale: 'Growth' } as const;
type Part = keyof typeof headings;

/** Writes one part of bench/RESULTS.md and leaves the other as it is. */
export function writeResults(part: Part, results: readonly Result[], sizes: readonly number[]): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const made = part === 'table' ? tablePart(results) : scalePart(results, sizes);
  const parts = (['table', 'scale'] as const).map((each) => (each === part ? made : partIn(before, each)));
  writeFileSync(file, [opening, ...parts].filter((text) => text !== '').join('\n'));
}

function partIn(text: string, part: Part): string {
  const [, ...sections] = text.split(/^(?=## )/m);
  return (
    sections
      .find((section) => section.startsWith(`## ${headings[part]}\n`))
      ?.trimEnd()
      .concat('\n') ?? ''
  );
}

function tablePart(results: readonly Result[]): string {
  const goals = results.flatMap((result) =>
    result.error === undefined
      ? result.figures.filter(({ goal }) => goal !== undefined).map((figure) => goalLine(result, figure))
      : [[nameOf(result), 'failed', '', '', '']],
  );
  return [
    `## ${headings.table}\n`,
    `${machine()}.\n`,
    ...table(['what', 'figure', 'measured', 'goal', 'met'], goals),
    ...results.flatMap((result) => [
      `\n### ${nameOf(result)}\n`,
      `Against ${result.against}; ${result.seconds.toFixed(0)} s.\n`,
      ...(result.error === undefined ? figureTable(result.figures) : [`Failed: ${result.error.split('\n')[0] ?? ''}`]),
    ]),
    '',
  ].join('\n');
}

const goalLine = (result: Result, { what, value, goal = '', met }: Figure): readonly string[] => [
  nameOf(result),
  what,
  value,
  goal,
  met === true ? 'yes' : '**no**',
];

const nameOf = ({ title, events }: Result): string =>
  events === undefined ? title : `${title}, ${events.toLocaleString('en-US')} events`;

const figureTable = (figures: readonly Figure[]): readonly string[] =>
  table(
    ['figure', 'measured', 'goal'],
    figures.map(({ what, value, goal = '', met }) => [
      what,
      value,
      goal === '' || met === true ? goal : `${goal}, not met`,
    ]),
  );

function scalePart(results: readonly Result[], sizes: readonly number[]): string {
  const names = [...new Set(results.flatMap(({ figures }) => figures.map(({ what }) => what)))];
  const lines = names.map((what) => {
    const values = results.map(({ figures }) => figures.find((figure) => figure.what === what)?.value ?? 'failed');
    return { what, values, growth: numberIn(values.at(-1)) / numberIn(values[0]) };
  });
  const growth = (sizes.at(-1) ?? NaN) / (sizes[0] ?? NaN);
  const withTheLog = lines
    .filter((line) => line.what !== 'events' && !isRate(line.values) && line.growth >= growth / 2)
    .map(({ what }) => what);
  return [
    `## ${headings.scale}\n`,
    `${machine()}.\n`,
    ...table(
      ['figure', ...sizes.map((size) => `${size.toLocaleString('en-US')} events`), 'growth'],
      lines.map(({ what, values, growth: factor }) => [
        what,
        ...values,
        Number.isNaN(factor) ? '' : `× ${factor.toPrecision(2)}`,
      ]),
    ),
    `\nThe log grows ${growth.toPrecision(2)} times. These grow with it (half as much or more): ${withTheLog.join('; ') || 'none'}.\n`,
  ].join('\n');
}

const isRate = (values: readonly string[]): boolean => values.some((value) => value.endsWith('/s'));

/** The number with which the text begins; groups of digits have commas between. */
const numberIn = (text = ''): number => Number(/^[\d,.]+/.exec(text)?.[0].replaceAll(',', '') ?? NaN);

/** A table as prettier lays it out. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first = [], ...others] = all;
  return [line(first), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...others.map(line)];
}
