import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { authenticate } from './http/authentication.js';
import { beginInTurns } from './http/begin-in-turns.js';
import { refuseWhenClosing } from './http/closing.js';
import { answerEtags } from './http/etag.js';
import { acceptJsonBodies, acceptLines } from './http/json-body.js';
import { defaultLimits, keepWithin, serverOptions, type Limits } from './http/limits.js';
import { batchPath } from './http/path.js';
import { refuseStrayParameters } from './http/stray-parameters.js';
import { refuseUnreadableAddress } from './http/unreadable-address.js';
import { answerUnreadable } from './http/unreadable-request.js';
import { describeApi } from './openapi.js';
import type { Tidemark } from './tidemark.js';

const bodyLimit = 1024 * 1024;

export interface AppOptions {
  /** False: `/openapi.json` without the page to read it in. */
  readonly docsPage?: boolean;
  readonly limits?: Limits;
}

/** The API around an open Tidemark, ready to listen or to be injected into. */
export async function createApp(
  tidemark: Tidemark,
  { docsPage = true, limits = defaultLimits }: AppOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit,
    ...serverOptions(limits),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: refuseUnreadableAddress,
    clientErrorHandler: answerUnreadable,
  });
  const fastify = adapter.getInstance();
  const { config, clock } = tidemark.parts;
  refuseWhenClosing(fastify, tidemark.closing);
  acceptJsonBodies(fastify);
  acceptLines(fastify, batchPath);
  authenticate(fastify, { keys: () => tidemark.keys, calendar: config.calendar, clock });
  refuseStrayParameters(fastify);
  keepWithin(fastify, limits);
  beginInTurns(fastify);
  answerEtags(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.around(tidemark), adapter, {
    logger: ['error', 'warn'],
    bodyParser: false,
  });
  describeApi(app, docsPage);
  await app.init();
  await fastify.ready();
  return app;
}
