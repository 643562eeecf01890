import { eventMetadata } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { newId } from '../kernel/ids.js';
import { MemoryEventLog } from './memory/memory-event-log.js';
import { upcastingLog } from './upcasting-log.js';
import { pagesToEnd } from './pages-to-end.js';

describe('a log that upcasts', () => {
  const clock = fixedClock();
  const old = { id: newId<never>(), type: 'ThingNamed', data: { name: 'a b' }, metadata: eventMetadata() };
  const newest = { type: 'ThingNamed.v2', data: { first: 'a', last: 'b' } };

  it('returns streams and pages with every event as its newest type, and stores it as it came', async () => {
    const stored = new MemoryEventLog(clock);
    const log = upcastingLog(stored, (event) => (event.type === old.type ? { ...event, ...newest } : event));
    await log.append('thing-1', 'none', [old]);

    expect(await log.read('thing-1')).toMatchObject([newest]);
    for await (const { events } of pagesToEnd(log)) expect(events).toMatchObject([newest]);
    expect(await stored.read('thing-1')).toMatchObject([{ type: old.type, data: old.data }]);
  });
});
