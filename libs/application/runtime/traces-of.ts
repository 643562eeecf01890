import type { Log } from '../log/log.js';
import { Repeats } from '../log/repeats.js';
import type { Config } from '../settings/config.js';
import { product } from '../settings/version.js';
import { startTracing } from '../tracing/start-tracing.js';
import type { Traces } from '../tracing/traces.js';

/** The traces of a program as it is set up; what goes wrong with them is told once. */
export const tracesOf = ({ otlpEndpoint }: Pick<Config, 'otlpEndpoint'>, log: Log): Promise<Traces | undefined> =>
  startTracing({ endpoint: otlpEndpoint, version: product.version, faults: new Repeats(log) });
