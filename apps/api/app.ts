import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { authenticate } from './http/authentication.js';
import { acceptJsonBodies } from './http/json-body.js';
import { refuseStrayParameters } from './http/stray-parameters.js';
import { refuseUnreadableAddress } from './http/unreadable-address.js';
import { describeApi } from './openapi.js';
import type { Tidemark } from './tidemark.js';

const bodyLimit = 1024 * 1024;

export interface AppOptions {
  /** False: `/openapi.json` without the page to read it in. */
  readonly docsPage?: boolean;
}

/** The API around an open Tidemark, ready to listen or to be injected into. */
export async function createApp(
  tidemark: Tidemark,
  { docsPage = true }: AppOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: refuseUnreadableAddress,
  });
  const fastify = adapter.getInstance();
  const { config, clock } = tidemark.parts;
  acceptJsonBodies(fastify);
  authenticate(fastify, { keys: () => tidemark.keys, calendar: config.calendar, clock });
  refuseStrayParameters(fastify);
  // Clients keep connections open for more; one that is still answered when Tidemark stops must not hold it up afterwards.
  fastify.addHook('onSend', async (_request, reply) => {
    if (tidemark.closing.aborted) void reply.header('Connection', 'close');
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.around(tidemark), adapter, {
    logger: ['error', 'warn'],
    bodyParser: false,
  });
  describeApi(app, docsPage);
  await app.init();
  await fastify.ready();
  return app;
}
