import type { LoggerService } from '@nestjs/common';
import type { Log } from '../../../libs/application/log/log.js';

/** What Nest itself has to say, in our log. */
export const nestLog = ({ error, warn }: Log): LoggerService => ({
  log: () => undefined,
  warn: (message: unknown) => warn(String(message)),
  error: (message: unknown) => error(String(message)),
  fatal: (message: unknown) => error(String(message)),
});
