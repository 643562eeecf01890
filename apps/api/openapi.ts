import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { noLog } from '../../libs/application/log/log.js';
import { memoryAdapters } from '../../libs/application/adapters/memory.js';
import { calendarOf } from '../../libs/kernel/calendar.js';
import { asyncApiDocument } from './asyncapi.js';
import { AppModule } from './app.module.js';
import { completed } from './openapi/complete.js';

const about = new DocumentBuilder()
  .setTitle('Tidemark')
  .setDescription(
    'A headless, event-sourced CRM for B2B sales. Commands answer `{id, revision, position, record}`; lists, boards and reports can be asked ' +
      '`asOf` any past date and as `knownAt` any past date; contract events are a feed without a retention limit.',
  )
  .setVersion('1')
  .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
  .addBearerAuth({
    type: 'http',
    scheme: 'bearer',
    description:
      'The key that the first start writes to admin.key in the data folder, ADMIN_API_KEY, or one that POST /v1/api-keys has answered.',
  })
  .addSecurityRequirements('bearer')
  .addServer('/', 'Where this document is served.')
  .addServer('http://localhost:3000', 'As `npm start` runs it.')
  .setOpenAPIVersion('3.1.0')
  .build();

/** Serves the documentation at `/openapi.json`, `/asyncapi.json` and, as a page to read, at `/docs`. */
export function describeApi(app: NestFastifyApplication, page: boolean): void {
  const options = { ui: page, jsonDocumentUrl: '/openapi.json', customSiteTitle: 'Tidemark API' };
  SwaggerModule.setup('docs', app, () => documentOf(app), options);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/asyncapi.json', () => asyncApiDocument());
}

const documentOf = (app: NestFastifyApplication): OpenAPIObject => completed(SwaggerModule.createDocument(app, about));

/** The whole API as OpenAPI, made from the code without opening any data. */
export async function openApiDocument(): Promise<object> {
  const module = AppModule.on(memoryAdapters(), { calendar: calendarOf('UTC') }, noLog);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
  try {
    return documentOf(app);
  } finally {
    await app.close();
  }
}
