import { atLeast, median, numberText, percentilesText, shown, spreadText, type Figures } from './tools/figure.js';
import { load, type Call, type Load } from './tools/load.js';
import { moves } from './tools/moves.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';
import { openShop } from './tools/shop.js';
import { inTempFolder } from './tools/temp-folder.js';

export const row: Row = {
  title: 'Command on a stream of 2,000 events, warm',
  against: 'the same on streams of 20, one after the other',
  run,
};

const rounds = 3;
/** Whole rounds for 300 streams, and for 3. */
const commands = 1_200;

async function run({ progress }: Asked): Promise<Figures> {
  return inTempFolder(async (folder) => {
    const server = await Server.start(folder);
    const shop = await openShop(server);
    const opened = async (count: number) => {
      const ids = [];
      for (let index = 0; index < count; index++) {
        const { id } = await server.post('/v1/opportunities', {
          name: 'Deal',
          pipelineId: shop.pipelineId,
          stageId: shop.stages[0],
        });
        ids.push(id);
      }
      return ids;
    };
    progress('making streams of 20 and of 2,000 events');
    const [short, long] = [moves(await opened(300), shop), moves(await opened(3), shop)];
    const send = (calls: readonly Call[], requests: number, connections = 1) =>
      load({ port: server.port, connections, requests, calls });
    await send(short, 300 * 20, 32);
    await send(long, 3 * 2_000, 3);
    await server.ready();
    progress('commands');
    const [onShort, onLong]: [Load[], Load[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      onShort.push(await send(short, commands));
      onLong.push(await send(long, commands));
    }
    await server.stop();
    const ratios = onLong.map(({ perSecond }, round) => perSecond / (onShort[round]?.perSecond ?? NaN));
    const rate = (loads: readonly Load[]) => numberText(median(loads.map(({ perSecond }) => perSecond)));
    const times = (loads: readonly Load[]) => percentilesText(loads.flatMap((each) => each.times));
    return [
      atLeast('rate, ratio', median(ratios), 0.8),
      shown('rate ratio, spread', spreadText(ratios)),
      shown('per second on long streams, and on short', `${rate(onLong)}, ${rate(onShort)}`),
      shown('times on long streams', times(onLong)),
      shown('times on short streams', times(onShort)),
    ];
  });
}
