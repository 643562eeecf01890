import 'reflect-metadata';
import { adminKeyFile } from '../../libs/application/adapters/embedded/admin-key.js';
import { openEmbedded } from '../../libs/application/adapters/embedded/embedded.js';
import { createApp } from './app.js';
import { faultLog, standardLog, type StandardLog } from '../../libs/application/log/standard-log.js';
import { configFrom } from '../../libs/application/settings/config.js';
import { refusalToStart } from '../../libs/application/settings/refusal-to-start.js';
import { Runtime } from '../../libs/application/runtime/runtime.js';

/** So long a client may take to read its answer when Tidemark stops. */
const longestDrain = 5_000;

/** Starts Tidemark on PORT and DATA_DIR, and stops it in order on Ctrl-C. */
async function main(): Promise<void> {
  const config = configFrom(process.env);
  const log = standardLog(config.logLevel);
  const adapters = await openEmbedded({
    folder: config.dataDir,
    dataKey: config.dataKey,
    onNotice: log.notice,
  });
  const firstKey = adminKeyFile(config.dataDir, (file) => log.notice(whereTheKeyIs(file)));
  const app = await createApp(adapters, { ...config, firstKey }, { log, docsPage: config.docsPage });
  const stop = stopper(log, async () => {
    app.get(Runtime).beginClosing();
    const late = setTimeout(() => app.getHttpAdapter().getInstance().server.closeAllConnections(), longestDrain);
    await app.close();
    clearTimeout(late);
  });
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    // Not Nest's own `listen`, which writes a line of its own when it fails.
    const address = await app.getHttpAdapter().getInstance().listen({ port: config.port, host: config.host });
    const url = address.replace('127.0.0.1', 'localhost');
    const documentation = config.docsPage ? ` Documentation: ${url}/docs` : '';
    log.notice(`Tidemark listens on ${url}, its data is in ${config.dataDir}.${documentation}`);
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The key itself is told nowhere: what is printed ends up in logs. */
const whereTheKeyIs = (file: string): string =>
  `The administrator's key is in ${file}. Send it so: curl -H "Authorization: Bearer $(cat ${file})" …`;

function stopper(log: StandardLog, stop: () => Promise<void>): () => void {
  const stopped = async (): Promise<number> => {
    log.notice('Stopping: finishing what was begun.');
    try {
      await stop();
      return 0;
    } catch (error) {
      log.error(refusalToStart(error));
      return 1;
    } finally {
      await log.end();
    }
  };
  return () => void stopped().then((code) => process.exit(code));
}

main().catch((error: unknown) => {
  faultLog().error(refusalToStart(error));
  process.exit(1);
});
