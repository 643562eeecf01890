import { Injectable } from '@nestjs/common';

/** Whether the application has begun to close. */
@Injectable()
export class Closing {
  private readonly controller = new AbortController();

  /** Aborted when it has. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  begin(): void {
    this.controller.abort();
  }
}
