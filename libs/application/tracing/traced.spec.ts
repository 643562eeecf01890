import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { unobserved } from '../../kernel/observer.js';
import { traced } from './traced.js';
import { Traces } from './traces.js';

function tracing() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const traces = new Traces(provider.getTracer('test'), () => provider.shutdown());
  const request = (correlationId: string) => {
    const span = traces.begin({});
    traces.remember(correlationId, span);
    return span.spanContext();
  };
  const page = async (...ids: readonly string[]) => {
    const events = ids.map((correlationId) => ({ correlationId }));
    await traced(unobserved, traces).projection(events, () => Promise.resolve());
    return exporter.getFinishedSpans().at(-1);
  };
  return { exporter, traces, request, page };
}

describe('the span of a page that read models take', () => {
  it('is below the request whose events it has', async () => {
    const { request, page } = tracing();
    const { traceId, spanId } = request('r-1');
    const span = await page('r-1', 'r-1');
    expect(span?.parentSpanContext).toMatchObject({ traceId, spanId });
    expect(span?.attributes).toEqual({ 'tidemark.events': 2, 'tidemark.correlation_id': ['r-1'] });
  });

  it('has links to the requests of its events where there are several, and none to those nobody knows here', async () => {
    const { request, page } = tracing();
    const [first, second] = [request('r-1'), request('r-2')];
    const span = await page('r-1', 'r-2', 'of another process', 'r-1');
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.links.map(({ context }) => context)).toEqual([first, second]);
  });

  it('has as many links as one can look through', async () => {
    const { request, page } = tracing();
    const ids = Array.from({ length: 500 }, (_, at) => `r-${String(at)}`);
    for (const id of ids) request(id);
    expect((await page(...ids))?.links).toHaveLength(32);
  });
});

describe('the span of a command', () => {
  it('tells an error by its name alone', async () => {
    const { exporter, traces } = tracing();
    const failing = () => Promise.reject(new RangeError('Eva Novak'));
    const observer = traced(unobserved, traces);
    await expect(observer.command('EditLead', { correlationId: 'r-1' }, failing)).rejects.toThrow('Eva Novak');
    const [span] = exporter.getFinishedSpans();
    expect([span?.name, span?.status.message, span?.events]).toEqual(['command EditLead', 'RangeError', []]);
  });
});
