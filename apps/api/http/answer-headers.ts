import type { FastifyInstance } from 'fastify';

/** Whether it is the path of what is the same for everybody, and public: no answer with data. */
export const isDocumentation = (path: string): boolean =>
  /^\/(docs(\/|$)|(openapi|asyncapi)\.json$|schemas\/)/.test(path);
const page = /^\/docs(\/|$)/;

/** The page runs its own scripts alone, sends nothing elsewhere, and is shown in no other page. The viewer sets styles inline. */
const pageHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
};

/** No cache keeps an answer with data; the page of the documentation keeps to itself. */
export function guardAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?')[0] ?? '';
    void reply.header('X-Content-Type-Options', 'nosniff');
    if (!isDocumentation(path)) void reply.header('Cache-Control', 'no-store');
    if (page.test(path)) void reply.headers(pageHeaders);
    done();
  });
}
