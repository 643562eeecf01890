import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { logAccess } from './http/access-log.js';
import { guardAnswers } from './http/answer-headers.js';
import { authenticate } from './http/authentication.js';
import { beginInTurns } from './http/begin-in-turns.js';
import { refuseWhenClosing } from './http/closing.js';
import { answerEtags } from './http/etag.js';
import { refuseExpectations } from './http/expectations.js';
import { acceptJsonBodies, acceptLines } from './http/json-body.js';
import { defaultLimits, keepWithin, serverOptions, type Limits } from './http/limits.js';
import { nestLog } from './http/nest-log.js';
import { batchPath } from './http/path.js';
import { refuseUnreadBodies } from './http/body-headers.js';
import { refuseOtherMediaTypes } from './http/media-types.js';
import { refusePromisingHeaders } from './http/promising-headers.js';
import { answerRequestIds, requestIdOf } from './http/request-id.js';
import { refuseStrayParameters } from './http/stray-parameters.js';
import { TracedRequests } from './http/traced-requests.js';
import { refuseUnreadableAddress, refuseUnreadableParameters } from './http/unreadable-address.js';
import { answerUnreadable } from './http/unreadable-request.js';
import { watchRequests } from './http/watched-requests.js';
import { describeApi } from './openapi.js';
import type { Adapters } from '../../libs/application/adapters/adapters.js';
import type { Log } from '../../libs/application/log/log.js';
import { faultLog } from '../../libs/application/log/standard-log.js';
import { Metrics } from '../../libs/application/metrics/metrics.js';
import { Runtime } from '../../libs/application/runtime/runtime.js';
import type { Settings } from '../../libs/application/settings/settings.js';

const bodyLimit = 1024 * 1024;

export interface AppOptions {
  /** False: `/openapi.json` without the page to read it in. */
  readonly docsPage?: boolean;
  readonly limits?: Limits;
  /** Is told of each request, and of faults; without it these go to standard error. */
  readonly log?: Log;
}

/** The API and the runtime it serves, ready to listen or to be injected into. The adapters are released when it closes, or fails to open. */
export async function createApp(
  adapters: Adapters,
  settings: Settings,
  { docsPage = true, limits = defaultLimits, log = faultLog() }: AppOptions = {},
): Promise<NestFastifyApplication> {
  const spans = settings.traces && new TracedRequests(settings.traces);
  const server = new FastifyAdapter({
    bodyLimit,
    ...serverOptions(limits),
    genReqId: (request: IncomingMessage) => spans?.requestId(request) ?? requestIdOf(request),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: refuseUnreadableAddress,
    clientErrorHandler: answerUnreadable,
  });
  try {
    const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(adapters, settings, log), server, {
      logger: nestLog(log),
      bodyParser: false,
      abortOnError: false,
    });
    const fastify = server.getInstance();
    const runtime = app.get(Runtime);
    answerRequestIds(fastify);
    logAccess(fastify, log);
    watchRequests(fastify, app.get(Metrics));
    spans?.follow(fastify);
    guardAnswers(fastify);
    refuseWhenClosing(fastify, runtime.closing);
    acceptJsonBodies(fastify);
    acceptLines(fastify, batchPath);
    authenticate(fastify, {
      keys: runtime.keys,
      keyUse: runtime.keyUse,
      calendar: settings.calendar,
      clock: adapters.clock,
      failedLogins: limits.failedLogins,
      onNotice: (line) => adapters.onNotice(line),
    });
    refuseExpectations(fastify);
    refuseUnreadableParameters(fastify);
    refusePromisingHeaders(fastify);
    refuseUnreadBodies(fastify);
    refuseOtherMediaTypes(fastify);
    refuseStrayParameters(fastify);
    keepWithin(fastify, limits);
    beginInTurns(fastify);
    spans?.enter(fastify);
    answerEtags(fastify);
    describeApi(app, docsPage);
    await app.init();
    await fastify.ready();
    return app;
  } catch (error) {
    await adapters.release();
    throw error;
  }
}
