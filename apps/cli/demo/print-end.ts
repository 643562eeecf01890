import type { VerifiedAll } from '../../../libs/projection/verify-all.js';
import type { Difference } from '../../../libs/projection/verify.js';
import type { LiveApi } from './live-api.js';
import { grouped, type Block } from './page.js';

/** Whether a rebuild from the log makes the read models that are there, and where everything is. */
export function endBlock({ equal, rows, differences }: VerifiedAll, { url, key }: LiveApi, staysUp: boolean): Block {
  const lines = [
    ...(equal
      ? [`verify: rebuilt equals live (${grouped(String(rows))} rows and versions, byte for byte)`]
      : ['verify: rebuilt is not what is live', ...differences.slice(0, 5).flatMap(differenceLines)]),
    `API ${url}/v1, key ${key}; documentation ${url}/docs${staysUp ? '; Ctrl-C ends it' : ''}`,
  ];
  return { lines, right: equal };
}

const differenceLines = ({ model, id, live, rebuilt }: Difference): readonly string[] => [
  `  ${model} ${id}`,
  `    live    ${live ?? 'is not there'}`,
  `    rebuilt ${rebuilt ?? 'is not there'}`,
];
