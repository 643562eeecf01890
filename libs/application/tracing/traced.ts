import type { Correlated, Observer } from '../../kernel/observer.js';
import type { Traces } from './traces.js';

/** A page may have the events of hundreds of requests. */
const mostLinks = 32;

/** Tells this observer, and has a span around each of it: in the trace of the request to which it goes back. */
export function traced(observer: Observer, traces: Traces): Observer {
  return {
    command: (type, of, work) => {
      const attributes = { 'tidemark.command': type, ...attributesOf(of) };
      return observer.command(type, of, () => traces.around(`command ${type}`, attributes, work));
    },
    append: (events, work) =>
      observer.append(events, () => traces.around('append', { 'tidemark.events': events }, work)),
    retry: (because) => {
      traces.note('retry', { 'tidemark.reason': because });
      observer.retry(because);
    },
    projection: (events, work) =>
      observer.projection(events, () => aroundPage(traces, [...new Set(events.map(idOf))], events.length, work)),
    reaction: (process, of, work) => {
      const attributes = { 'tidemark.process': process, ...attributesOf(of) };
      const place = { parent: traces.requestOf(of.correlationId) };
      return observer.reaction(process, of, () => traces.around(`reaction ${process}`, attributes, work, place));
    },
  };
}

/** Below the one request whose events the page has; else in a trace of its own, with links to theirs. */
function aroundPage<T>(traces: Traces, ids: readonly string[], events: number, work: () => Promise<T>): Promise<T> {
  const told = ids.slice(0, mostLinks);
  const requests = told.flatMap((id) => traces.requestOf(id) ?? []);
  const attributes = { 'tidemark.events': events, 'tidemark.correlation_id': told };
  const place = ids.length === 1 ? { parent: requests[0] } : { parent: undefined, links: requests };
  return traces.around('projection', attributes, work, place);
}

const idOf = ({ correlationId }: Correlated): string => correlationId;
const attributesOf = ({ correlationId }: Correlated) => ({ 'tidemark.correlation_id': correlationId });
