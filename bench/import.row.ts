import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { atLeast, mebibytes, numberText, perSecond, shown, type Figures } from './tools/figure.js';
import { builtFile, NodeProcess } from './tools/node-process.js';
import { PlainSqlite } from './tools/plain-sqlite.js';
import type { Asked, Row } from './tools/row.js';
import { adminKey, Server } from './tools/server.js';
import { inTempFolder } from './tools/temp-folder.js';

const project = builtFile('..');
const recipe = join(project, 'samples/crm-sales-opportunities');
const sample = process.env['SAMPLE_DIR'] ?? join(project, '../shared/data/crm-sales-opportunities');

export const row: Row = {
  title: 'Sample import, all rules on',
  against: 'parsing the same CSV with one durable SQLite insert per command',
  run,
};

async function run({ progress }: Asked): Promise<Figures> {
  if (!existsSync(sample)) throw new Error(`The sample is not in ${sample}: say with SAMPLE_DIR where it is.`);
  progress('a dry run and the reference');
  const { rows, requests } = await inTempFolder((folder) => imported(folder, '--dry-run'));
  const reference = rows / (await plainSeconds(requests));
  progress('into the folder');
  const folder = rows / (await intoFolder());
  progress('over HTTP');
  const { seconds, peak } = await overHttp();
  const http = rows / seconds;
  return [
    atLeast('rows/s straight into the folder', folder, 2_000),
    atLeast('rows/s over HTTP', http, 1_200),
    shown('rows/s of the reference', perSecond(reference)),
    shown('into the folder, ratio to the reference', numberText(folder / reference)),
    shown('over HTTP, ratio to the reference', numberText(http / reference)),
    shown('rows, commands', `${numberText(rows)}, ${numberText(requests)}`),
    shown('peak memory of the server', peak === undefined ? 'unknown' : mebibytes(peak)),
  ];
}

function plainSeconds(inserts: number): Promise<number> {
  return inTempFolder((folder) => {
    const start = performance.now();
    const rows = parse(readFileSync(join(sample, 'sales_pipeline.csv'))) as readonly (readonly string[])[];
    const plain = new PlainSqlite(folder);
    for (let index = 0; index < inserts; index++) plain.add(JSON.stringify(rows[index % rows.length]));
    plain.close();
    return Promise.resolve((performance.now() - start) / 1000);
  });
}

/** From the start of the process to its end: with opening the folder, and until the read models have everything. */
function intoFolder(): Promise<number> {
  return inTempFolder(async (folder) => {
    const start = performance.now();
    await imported(folder, '--data-dir', join(folder, 'data'));
    return (performance.now() - start) / 1000;
  });
}

/** From the start of the command line's process until the server's read models have everything. */
function overHttp(): Promise<{ readonly seconds: number; readonly peak: number | undefined }> {
  return inTempFolder(async (folder) => {
    const data = join(folder, 'data');
    mkdirSync(data);
    const server = await Server.start(data);
    const start = performance.now();
    await imported(folder, '--url', server.origin, '--key', adminKey);
    await server.ready();
    const seconds = (performance.now() - start) / 1000;
    const peak = server.memory?.peak;
    await server.stop();
    return { seconds, peak };
  });
}

/** Runs the import as an operator does; returns what it counted. @throws when a row was rejected */
async function imported(folder: string, ...args: readonly string[]): Promise<{ rows: number; requests: number }> {
  const rejects = join(folder, 'rejected.csv');
  const cli = new NodeProcess([
    builtFile('bundle/apps/cli/main.js'),
    ...['import', recipe, '--from', sample, '--rejects', rejects, ...args],
  ]);
  await cli.succeeded();
  const summary = /: ([\d,]+) rows read: .*, 0 rejected.*; ([\d,]+) requests/;
  const [, rows = '', requests = ''] = summary.exec(cli.said.join('\n')) ?? [];
  return { rows: Number(rows.replaceAll(',', '')), requests: Number(requests.replaceAll(',', '')) };
}
