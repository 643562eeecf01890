import { later, systemClock, type Clock, type Instant } from '../../../libs/kernel/dates.js';

/** The clock of the story; it never goes back. After `goLive` it is the real one. */
export class StoryClock implements Clock {
  private live = false;

  constructor(private moment: Instant) {}

  now(): Instant {
    return this.live ? later(systemClock.now(), this.moment) : this.moment;
  }

  moveTo(moment: Instant): void {
    this.moment = later(this.moment, moment);
  }

  goLive(): void {
    this.live = true;
  }
}
