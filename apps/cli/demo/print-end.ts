import type { Difference, Verified } from '../../../libs/projection/sqlite/verify.js';
import type { LiveApi } from './live-api.js';
import { grouped, width } from './page.js';

/** Whether a rebuild from the log gives the read models that are there, and where everything is. */
export function endLines({ equal, rows, differences }: Verified, { url, key }: LiveApi): readonly string[] {
  return [
    '─'.repeat(width),
    ...(equal
      ? [`verify: rebuilt equals live (${grouped(String(rows))} rows and versions, compared byte for byte)`]
      : ['verify: rebuilt is not what is live', ...differences.slice(0, 5).flatMap(differenceLines)]),
    `API ${url}/v1   documentation ${url}/docs   OpenAPI ${url}/openapi.json   key ${key}`,
  ];
}

const differenceLines = ({ model, id, live, rebuilt }: Difference): readonly string[] => [
  `  ${model} ${id}`,
  `    live    ${live ?? 'is not there'}`,
  `    rebuilt ${rebuilt ?? 'is not there'}`,
];
