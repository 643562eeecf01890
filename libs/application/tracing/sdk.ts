import { setTimeout } from 'node:timers/promises';
import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Repeats } from '../log/repeats.js';
import { Traces } from './traces.js';

export interface SdkOptions {
  readonly endpoint: string;
  /** Of Tidemark. */
  readonly version: string;
  /** Is told when nobody takes the spans. */
  readonly faults: Pick<Repeats, 'error'>;
  /** So long, in milliseconds, its end waits for who takes the last spans. */
  readonly patience?: number;
}

/** Sends spans to the endpoint by OTLP over HTTP. Its other settings are OpenTelemetry's own variables. */
export function startSdk({ endpoint, version, faults, patience = 2_000 }: SdkOptions): Traces {
  // Its texts quote what it could not send.
  const failed = (): void => faults.error(`Traces cannot be sent to ${new URL(endpoint).host}.`, {});
  const silent = (): void => undefined;
  diag.setLogger(
    { error: failed, warn: silent, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const own = resourceFromAttributes({ 'service.name': 'tidemark', 'service.version': version });
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })),
    ],
  });
  provider.register();
  return new Traces(provider.getTracer('tidemark', version), async () => {
    const late = new AbortController();
    const tooLong = setTimeout(patience, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([provider.shutdown().catch(failed), tooLong]);
    late.abort();
    for (const api of [trace, context, propagation, diag]) api.disable();
  });
}
