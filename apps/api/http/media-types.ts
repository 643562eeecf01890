import type { FastifyInstance } from 'fastify';
import { preferred } from './accept.js';
import { batchPath, feedPath, metricsPath } from './path.js';
import { answerProblem, problem } from './problem.js';

export const json = 'application/json';
export const ndjson = 'application/x-ndjson';
export const plainText = 'text/plain';
export const eventStream = 'text/event-stream';

const offers: Readonly<Record<string, readonly string[]>> = {
  [batchPath]: [ndjson],
  [feedPath]: [ndjson, eventStream],
  [metricsPath]: [plainText],
};
/** The page of the documentation, with its styles and scripts. */
const pages = /^\/docs(\/|$)/;

/** What the address answers with, the most usual first. */
export const offeredAt = (path: string): readonly string[] => offers[path] ?? [json];

/** `Accept` says what the client can read: where that is nothing that there is, it is told so, before anything is done (406). */
export function refuseOtherMediaTypes(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async ({ url, headers }, reply) => {
    const path = url.split('?')[0] ?? '';
    const offered = offeredAt(path);
    if (pages.test(path) || preferred(headers.accept, offered) !== undefined) return;
    const detail = `Accept is "${String(headers.accept).slice(0, 100)}"; this answers with ${offered.join(' or ')}.`;
    await answerProblem(reply, problem(406, 'not-acceptable', detail, { available: offered }));
  });
}
