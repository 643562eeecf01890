import type { SdkOptions } from './sdk.js';
import type { Traces } from './traces.js';

export interface TracingOptions extends Omit<SdkOptions, 'endpoint'> {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`; without it nothing is traced. */
  readonly endpoint: string | undefined;
}

type Sdk = Pick<typeof import('./sdk.js'), 'startSdk'>;

/** The traces of this process; what makes and sends them is loaded only where somebody takes them. */
export async function startTracing(
  { endpoint, ...options }: TracingOptions,
  load: () => Promise<Sdk> = () => import('./sdk.js'),
): Promise<Traces | undefined> {
  if (endpoint === undefined) return undefined;
  const { startSdk } = await load();
  return startSdk({ endpoint, ...options });
}
