import 'reflect-metadata';
import { openAdapters } from '../../libs/application/adapters/open-adapters.js';
import { stopInOrder } from '../../libs/application/lifecycle/stop-in-order.js';
import { faultLog, standardLog } from '../../libs/application/log/standard-log.js';
import { Metrics } from '../../libs/application/metrics/metrics.js';
import { openRuntime } from '../../libs/application/runtime/open-runtime.js';
import { ConfigError, configFrom } from '../../libs/application/settings/config.js';
import { refusalToStart } from '../../libs/application/settings/refusal-to-start.js';
import { tracesOf } from '../../libs/application/runtime/traces-of.js';
import { tellHealth } from './health.js';

/** Starts a worker: it keeps up the read models and runs the processes, whenever it is in charge of them. */
async function main(): Promise<void> {
  const config = configFrom(process.env);
  if (config.servers === undefined) {
    throw new ConfigError(
      'A worker runs on servers: set EVENTSTORE_URL and MONGODB_URL. Without them `npm start` does all in one process.',
    );
  }
  const log = standardLog(config.logLevel);
  const traces = await tracesOf(config, log);
  const adapters = await openAdapters(config, log.notice);
  const follows = { projections: true, processes: true };
  const { runtime, context, close } = await openRuntime(adapters, { ...config, follows, traces }, log);
  const metrics = context.get(Metrics);
  const health = await tellHealth(runtime, metrics, {
    host: config.host,
    port: config.workerPort,
    onNotice: log.notice,
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  stopInOrder(log, async () => {
    await health.close();
    await close();
    await traces?.end();
  });
  log.notice(`A worker of Tidemark runs; it tells how it is on ${health.url}/health/ready, and more on /metrics.`);
}

main().catch((error: unknown) => {
  faultLog().error(refusalToStart(error));
  process.exit(1);
});
