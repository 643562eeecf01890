// `npm run client`: makes a client's types of docs/openapi.json with openapi-typescript, and compiles the README's requests against them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

const top = dirname(dirname(fileURLToPath(import.meta.url)));
const types = join(top, 'dist', 'client', 'api.d.ts');

const made = await openapiTypescript(pathToFileURL(join(top, 'docs', 'openapi.json')), {
  // Also in requests, where what has a default may be left out.
  defaultNonNullable: false,
});
mkdirSync(dirname(types), { recursive: true });
writeFileSync(types, astToString(made));

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', join(top, 'tools', 'client')], { stdio: 'inherit' });
process.exitCode = status ?? 1;
