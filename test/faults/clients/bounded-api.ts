import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../../apps/api/app.js';
import { configFrom } from '../../../libs/application/settings/config.js';
import { defaultLimits, type Limits } from '../../../apps/api/http/limits.js';
import { openEmbedded } from '../../../libs/application/adapters/embedded/embedded.js';
import { Runtime } from '../../../libs/application/runtime/runtime.js';
import { testKey } from '../../../libs/testing/api/test-api.js';

/** The API in this process with limits that a test can reach. */
export class BoundedApi {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly port: number,
  ) {}

  static async open(folder: string, limits: Partial<Limits>): Promise<BoundedApi> {
    const adapters = await openEmbedded({ folder, inThreads: false });
    const settings = configFrom({ ADMIN_API_KEY: testKey });
    const app = await createApp(adapters, settings, { docsPage: false, limits: { ...defaultLimits, ...limits } });
    await app.listen(0, '127.0.0.1');
    return new BoundedApi(app, Number(new URL(await app.getUrl()).port));
  }

  get server(): Server {
    return this.app.getHttpServer();
  }

  settled(): Promise<void> {
    return this.app.get(Runtime).settled();
  }

  /** As at SIGTERM. */
  beginClosing(): void {
    this.app.get(Runtime).beginClosing();
  }

  async close(): Promise<void> {
    this.beginClosing();
    this.server.closeAllConnections();
    await this.app.close();
  }
}
