import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}
interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

const shownFunctions = 25;

/** The functions in which each profile of the folder spent its time, themselves and without what they called. */
export function printProfiles(folder: string, print: (line: string) => void): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const path = join(folder, file);
    const profile = JSON.parse(readFileSync(path, 'utf8')) as Profile;
    const spent = selfTimes(profile);
    const whole = sum([...spent.values()]);
    const busy = whole - (spent.get('(idle)') ?? 0);
    print(`\n${mainOf(profile)}, ${seconds(whole)} s, busy for ${seconds(busy)} s: ${path}`);
    const largest = [...spent].filter(([name]) => name !== '(idle)').sort(([, left], [, right]) => right - left);
    for (const [name, micros] of largest.slice(0, shownFunctions)) {
      print(`${((micros / busy) * 100).toFixed(1).padStart(6)} %  ${name}`);
    }
  }
}

/** Which process it was, by the file it began with. */
const mainOf = ({ nodes }: Profile): string =>
  nodes.map(({ callFrame }) => /dist\/((apps|bench)\/.*(main|server)\.js)$/.exec(callFrame.url)?.[1]).find(Boolean) ??
  'a process';

function selfTimes({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<string, number> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '(unknown)';
    spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[index + 1] ?? 0));
  });
  return spent;
}

function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  const place = url.replace(/^.*\/(node_modules|dist)\//, '');
  return `${functionName === '' ? '(anonymous)' : functionName}${place === '' ? '' : `  ${place}:${String(lineNumber + 1)}`}`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const seconds = (micros: number): string => (micros / 1e6).toFixed(1);
