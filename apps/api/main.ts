import 'reflect-metadata';
import { adminKeyFile } from '../../libs/application/adapters/embedded/admin-key.js';
import { openAdapters } from '../../libs/application/adapters/open-adapters.js';
import { createApp } from './app.js';
import { stopInOrder } from '../../libs/application/lifecycle/stop-in-order.js';
import { faultLog, standardLog } from '../../libs/application/log/standard-log.js';
import { configFrom } from '../../libs/application/settings/config.js';
import { refusalToStart } from '../../libs/application/settings/refusal-to-start.js';
import { tracesOf } from '../../libs/application/runtime/traces-of.js';
import { Runtime } from '../../libs/application/runtime/runtime.js';

/** So long a client may take to read its answer when Tidemark stops. */
const longestDrain = 5_000;

/** Starts Tidemark on PORT, over DATA_DIR or over servers, and stops it in order on Ctrl-C. */
async function main(): Promise<void> {
  const config = configFrom(process.env);
  const log = standardLog(config.logLevel);
  const traces = await tracesOf(config, log);
  const adapters = await openAdapters(config, log.notice);
  const firstKey = adminKeyFile(config.dataDir, (file) => log.notice(whereTheKeyIs(file)));
  const follows = config.servers && {};
  const app = await createApp(adapters, { ...config, firstKey, follows, traces }, { log, docsPage: config.docsPage });
  stopInOrder(log, async () => {
    app.get(Runtime).beginClosing();
    const late = setTimeout(() => app.getHttpAdapter().getInstance().server.closeAllConnections(), longestDrain);
    await app.close();
    clearTimeout(late);
    await traces?.end();
  });
  try {
    // Not Nest's own `listen`, which writes a line of its own when it fails.
    const address = await app.getHttpAdapter().getInstance().listen({ port: config.port, host: config.host });
    const url = address.replace('127.0.0.1', 'localhost');
    const documentation = config.docsPage ? ` Documentation: ${url}/docs` : '';
    log.notice(
      `Tidemark listens on ${url}, its data is in ${config.servers === undefined ? config.dataDir : 'EventStoreDB and MongoDB'}.${documentation}`,
    );
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The key itself is told nowhere: what is printed ends up in logs. */
const whereTheKeyIs = (file: string): string =>
  `The administrator's key is in ${file}. Send it so: curl -H "Authorization: Bearer $(cat ${file})" …`;

main().catch((error: unknown) => {
  faultLog().error(refusalToStart(error));
  process.exit(1);
});
