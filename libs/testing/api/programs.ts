import { fileURLToPath } from 'node:url';

const built = (path: string): string => fileURLToPath(new URL(`../../../dist/${path}`, import.meta.url));

/** The built programs, as an operator runs them. */
export const programs = {
  api: built('bundle/apps/api/main.js'),
  cli: built('bundle/apps/cli/main.js'),
  worker: built('bundle/apps/worker/main.js'),
};

/** The API as it is compiled, file by file: in it a test may spoil one. */
export const unbundledApi = built('apps/api/main.js');
