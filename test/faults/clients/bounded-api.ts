import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../../apps/api/app.js';
import { configFrom } from '../../../apps/api/config.js';
import { defaultLimits, type Limits } from '../../../apps/api/http/limits.js';
import { Tidemark } from '../../../apps/api/tidemark.js';
import { testKey } from '../../../libs/testing/api/test-api.js';

/** The API in this process with limits that a test can reach. */
export class BoundedApi {
  private constructor(
    private readonly tidemark: Tidemark,
    private readonly app: NestFastifyApplication,
    readonly port: number,
  ) {}

  static async open(folder: string, limits: Partial<Limits>): Promise<BoundedApi> {
    const tidemark = await Tidemark.open(configFrom({ ADMIN_API_KEY: testKey, DATA_DIR: folder, PORT: '0' }), {
      inThreads: false,
    });
    const app = await createApp(tidemark, { docsPage: false, limits: { ...defaultLimits, ...limits } });
    await app.listen(0, '127.0.0.1');
    return new BoundedApi(tidemark, app, Number(new URL(await app.getUrl()).port));
  }

  get server(): Server {
    return this.app.getHttpServer();
  }

  settled(): Promise<void> {
    return this.tidemark.settled();
  }

  /** As at SIGTERM. */
  beginClosing(): void {
    this.tidemark.beginClosing();
  }

  async close(): Promise<void> {
    this.beginClosing();
    this.server.closeAllConnections();
    await this.app.close();
    await this.tidemark.close();
  }
}
