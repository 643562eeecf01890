import type { EventLog } from '../../libs/event-log/event-log.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { openSqliteEventLog } from '../../libs/event-log/sqlite/sqlite-event-log.js';
import { instantOf, systemClock } from '../../libs/kernel/dates.js';
import type { Copy, Replacement, Template } from './template.js';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';

const start = Date.parse('2023-01-02');
const dayMillis = 86_400_000;
/** Lives begin during these days. */
const days = 700;

export interface LogPlan {
  /** Of everything that is there before the first life: made once, the same in each log. */
  readonly setUp: readonly RecordedEvent[];
  readonly templates: readonly Template[];
  /** What stands for the account of a template in the copy with this number. */
  readonly accountsOf: (template: number, copy: number) => Replacement;
  /** About so many events. */
  readonly events: number;
}

export async function wholeLog(folder: string): Promise<readonly RecordedEvent[]> {
  const log = openSqliteEventLog({ folder, clock: systemClock, readOnly: true });
  const events: RecordedEvent[] = [];
  for await (const page of pagesToEnd(log, { count: 5_000 })) events.push(...page.events);
  await log.close();
  return events;
}

export async function eventsIn(folder: string): Promise<number> {
  const log = openSqliteEventLog({ folder, clock: systemClock, readOnly: true });
  let count = 0;
  for await (const { events } of pagesToEnd(log, { count: 5_000 })) count += events.length;
  await log.close();
  return count;
}

/** Writes a log day by day, as it would have come: lives overlap, and each event is recorded on the evening of its day. */
export async function writeLog(folder: string, plan: LogPlan): Promise<number> {
  let now = start - dayMillis;
  const log = openSqliteEventLog({ folder, clock: { now: () => instantOf(now) } });
  let written = await append(log, plan.setUp);
  const perTemplate = plan.templates.reduce((sum, { days: steps }) => sum + steps.length, 0) / plan.templates.length;
  const count = Math.round((plan.events - written) / perTemplate);
  let begun = 0;
  let active: Life[] = [];
  for (let day = 0; day < days || active.length > 0; day++) {
    now = start + (day + 1) * dayMillis - 1;
    const due = Math.min(count, Math.round((count * (day + 1)) / days));
    for (; begun < due; begun++) {
      const at = begun % plan.templates.length;
      const template = plan.templates[at];
      // Within the day the lives begin at different times.
      const from = new Date(start + day * dayMillis + (begun % 80_000) * 1_000);
      if (template)
        active.push({ template, copy: template.copy(from, plan.accountsOf(at, begun)), began: day, next: 0 });
    }
    const appends = active.flatMap((life) => step(log, life, day));
    await Promise.all(appends);
    written += appends.length;
    active = active.filter(({ template, next }) => next < template.days.length);
  }
  await log.close();
  return written;
}

interface Life {
  readonly template: Template;
  readonly copy: Copy;
  readonly began: number;
  next: number;
}

/** Appends what happens in this life on the day. */
function step(log: EventLog, life: Life, day: number): readonly Promise<unknown>[] {
  const { template, copy, began } = life;
  const appends = [];
  for (; (template.days[life.next] ?? Infinity) <= day - began; life.next++) {
    appends.push(log.append(copy.stream, life.next === 0 ? 'none' : life.next - 1, [copy.event(life.next)]));
  }
  return appends;
}

async function append(log: EventLog, events: readonly RecordedEvent[]): Promise<number> {
  await Promise.all(
    events.map(({ stream, revision, id, type, data, metadata }) =>
      log.append(stream, revision === 0 ? 'none' : revision - 1, [{ id, type, data, metadata }]),
    ),
  );
  return events.length;
}
