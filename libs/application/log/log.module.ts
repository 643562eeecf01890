import { Module, type DynamicModule } from '@nestjs/common';
import type { Log } from './log.js';
import { Repeats } from './repeats.js';

/** Provides, everywhere, who tells operators of faults. */
@Module({})
export class LogModule {
  static on(log: Log): DynamicModule {
    const faults = { provide: Repeats, useValue: new Repeats(log) };
    return { module: LogModule, global: true, providers: [faults], exports: [Repeats] };
  }
}
