import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { calendarOf } from '../../../libs/kernel/calendar.js';
import { instantOf } from '../../../libs/kernel/dates.js';
import type { VerifiedAll } from '../../../libs/projection/verify-all.js';
import { createApp } from '../../api/app.js';
import { openEmbedded } from '../../../libs/application/adapters/embedded/embedded.js';
import { Runtime } from '../../../libs/application/runtime/runtime.js';
import { parsed } from './answers.parse.js';
import { LiveApi } from './live-api.js';
import { StoryClock } from './story-clock.js';
import { storyStart } from './story.js';
import type { Sent } from './teller.js';

/** The key of the demonstration: it opens this data alone, on this machine alone. */
const adminApiKey = 'tidemark-demo-key';
const host = '127.0.0.1';

/** Tidemark as the demonstration runs it: first on the story's clock and without a port, then on the real clock and listening. */
export class Stage {
  private constructor(
    readonly clock: StoryClock,
    private readonly port: number,
    private readonly app: NestFastifyApplication,
  ) {}

  static async open(dataDir: string, port: number): Promise<Stage> {
    const clock = new StoryClock(instantOf(Date.parse(storyStart)));
    const adapters = await openEmbedded({ folder: dataDir, clock });
    const app = await createApp(adapters, { calendar: calendarOf('UTC'), adminApiKey });
    return new Stage(clock, port, app);
  }

  /** A command, through the shape of HTTP but not over the network. */
  async send({ method, path, key, body }: Sent): Promise<{ readonly status: number; readonly answer: unknown }> {
    const answer = await this.app
      .getHttpAdapter()
      .getInstance()
      .inject({
        method,
        url: path,
        headers: { authorization: `Bearer ${adminApiKey}`, 'content-type': 'application/json', 'idempotency-key': key },
        payload: JSON.stringify(body),
      });
    return { status: answer.statusCode, answer: parsed(answer.payload) };
  }

  /** Everything is projected that was commanded, and what followed from it. */
  settled(): Promise<void> {
    return this.runtime.settled();
  }

  /** Opens the port, on the real clock from now on. */
  async listen(): Promise<LiveApi> {
    await this.settled();
    this.clock.goLive();
    await this.app.listen(this.port, host);
    return new LiveApi((await this.app.getUrl()).replace(host, 'localhost'), adminApiKey);
  }

  async verify(): Promise<VerifiedAll> {
    await this.settled();
    return this.runtime.verify();
  }

  close(): Promise<void> {
    return this.app.close();
  }

  private get runtime(): Runtime {
    return this.app.get(Runtime);
  }
}
