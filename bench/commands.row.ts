import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataset, inCopy, type Dataset } from './dataset/dataset.js';
import { atLeast, atMost, median, numberText, percentile, percentilesText, shown } from './tools/figure.js';
import { spreadText, type Figure, type Figures } from './tools/figure.js';
import { canCount, countedIn, counting } from './tools/fsyncs.js';
import { load, type Call, type Load } from './tools/load.js';
import { builtFile, NodeProcess } from './tools/node-process.js';
import { moves } from './tools/moves.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';
import { inTempFolder } from './tools/temp-folder.js';

export const row: Row = {
  title: 'Durable commands over HTTP, 64 connections',
  against: 'a bare Fastify handler doing one durable SQLite insert per request (WAL, synchronous=FULL)',
  data: 'whole',
  run,
};

const connections = 64;
const seconds = 4;
const rounds = 3;

async function run({ events, progress }: Asked): Promise<Figures> {
  const data = await dataset(events, progress);
  const kinds = { 'open an opportunity': opening(data), 'move an opportunity': moves(data.opportunities, data.shop) };
  progress('the load');
  const measured = await inCopy(data, (folder) => compared(folder, kinds));
  progress('counting fsyncs');
  return [
    ...measured.flatMap(({ kind, bare, ours }) => ratios(kind, bare, ours)),
    ...(canCount ? await allFsyncs(data, kinds) : [shown('fsyncs', 'not counted: this needs strace')]),
  ];
}

const opening = ({ shop }: Dataset): readonly Call[] =>
  shop.accounts.slice(0, 100).map((accountId, index) => ({
    method: 'POST',
    path: '/v1/opportunities',
    body: {
      name: 'Deal #',
      pipelineId: shop.pipelineId,
      stageId: shop.stages[0],
      accountId,
      ownerId: shop.users[index % shop.users.length],
      expectedAmount: { amount: '1234.50', currency: 'EUR' },
    },
  }));

interface Measured {
  readonly kind: string;
  readonly bare: readonly Load[];
  readonly ours: readonly Load[];
}

/** In turn, so that what else the machine does is shared by both. */
async function compared(
  folder: string,
  kinds: Readonly<Record<string, readonly Call[]>>,
): Promise<readonly Measured[]> {
  const ours = await Server.start(folder);
  await ours.ready();
  const bare = await bareServer(join(folder, 'bare'));
  const measured = [];
  for (const [kind, calls] of Object.entries(kinds)) {
    const same = calls.map((call) => ({ ...call, path: '/rows' }));
    const loads = { bare: [] as Load[], ours: [] as Load[] };
    let after = 0;
    for (let round = 0; round <= rounds; round++) {
      const bareLoad = await load({ port: bare.port, connections, seconds, calls: same });
      const ourLoad = await load({ port: ours.port, connections, seconds, calls, after });
      after += ourLoad.times.length;
      await ours.ready();
      // The first round warms up.
      if (round === 0) continue;
      loads.bare.push(bareLoad);
      loads.ours.push(ourLoad);
    }
    measured.push({ kind, ...loads });
  }
  await Promise.all([ours.stop(), bare.process.stop()]);
  return measured;
}

async function bareServer(folder: string): Promise<{ readonly process: NodeProcess; readonly port: number }> {
  mkdirSync(folder);
  const process = new NodeProcess([builtFile('bench/tools/bare-server.js'), folder]);
  const [, port] = await process.line(/:(\d+)$/);
  return { process, port: Number(port) };
}

function ratios(kind: string, bare: readonly Load[], ours: readonly Load[]): Figures {
  const p99 = (loads: readonly Load[]) => loads.map(({ times }) => percentile(times, 99));
  const throughput = ours.map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? NaN));
  const slowest = p99(ours).map((time, round) => time / (p99(bare)[round] ?? NaN));
  const all = (loads: readonly Load[]) => loads.flatMap(({ times }) => times);
  return [
    atLeast(`${kind}: throughput, ratio`, median(throughput), 1),
    shown(`${kind}: throughput ratio, spread`, spreadText(throughput)),
    atMost(`${kind}: p99, ratio`, median(slowest), 2),
    shown(`${kind}: times`, percentilesText(all(ours))),
    shown(`${kind}: times of the bare handler`, percentilesText(all(bare))),
    shown(`${kind}: per second, and bare`, rates(ours, bare)),
  ];
}

const rates = (...sides: readonly (readonly Load[])[]): string =>
  sides.map((loads) => numberText(median(loads.map(({ perSecond }) => perSecond)))).join(', ');

async function allFsyncs(data: Dataset, kinds: Readonly<Record<string, readonly Call[]>>): Promise<Figures> {
  const figures = [];
  for (const [kind, calls] of Object.entries(kinds)) figures.push(await fsyncs(data, kind, calls));
  return figures;
}

/** A run of its own: to count slows the process down. All of the process's are counted, also those of the read models. */
async function fsyncs(data: Dataset, kind: string, calls: readonly Call[]): Promise<Figure> {
  const requests = 2_000;
  const counted = async (folder: string, sent: number): Promise<number> =>
    inTempFolder(async (temp) => {
      const server = await Server.start(folder, { under: counting(temp) });
      await server.ready();
      if (sent > 0) await load({ port: server.port, connections, requests: sent, calls });
      await server.ready();
      await server.stop();
      return countedIn(temp);
    });
  return inCopy(data, async (folder) => {
    // What starting and stopping cost does not belong to the commands.
    const idle = await counted(folder, 0);
    const busy = await counted(folder, requests);
    return atMost(`${kind}: fsyncs per 1,000, counted`, ((busy - idle) / requests) * 1_000, 60);
  });
}
