import { LogUnavailable, RevisionConflict, type EventLog } from '../../libs/event-log/event-log.js';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import { positionOf } from '../../libs/event-log/position.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { newId } from '../../libs/kernel/ids.js';
import { eventToAppend } from '../../libs/testing/log/builders.js';

/**
 * What two logs over the same data do: two processes on one server. log.db has one writer, which its folder lock sees to, so this
 * is for the log in memory and for servers.
 */
export function describeTwoLogs(
  name: string,
  makeTwo: () => readonly [EventLog, EventLog] | Promise<readonly [EventLog, EventLog]>,
): void {
  describe(`${name} over the same data`, () => {
    let one: EventLog;
    let other: EventLog;
    let stream: string;

    beforeEach(async () => {
      [one, other] = await makeTwo();
      stream = `probe-${newId()}`;
    });
    afterEach(() => Promise.all([one.close(), other.close()]));

    it('have one effect of the same events at the same moment, and both say so', async () => {
      const events = [noted('a'), noted('b')];
      const answers = await Promise.all([
        one.append(stream, 'none', events),
        other.append(stream, 'none', events),
        one.append(stream, 'none', events),
      ]);
      expect(answers.map(({ revision }) => revision)).toEqual([1, 1, 1]);
      const fresh = answers.filter(({ repeated }) => repeated === false);
      expect(answers.some(({ repeated }) => repeated === undefined) || fresh.length === 1).toBe(true);
      expect((await other.read(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    });

    it('keep what came first of the same ids, whatever it says', async () => {
      const [first, second] = [noted('first'), noted('second')];
      await one.append(stream, 'none', [first]);
      const answer = await other.append(stream, 'none', [{ ...second, id: first.id }]);
      expect(answer.revision).toBe(0);
      expect(answer.repeated ?? true).toBe(true);
      expect(await one.read(stream)).toMatchObject([{ id: first.id, data: { text: 'first' } }]);
      expect(await other.read(stream)).toEqual(await one.read(stream));
    });

    it('let one of them win each revision', async () => {
      const results = await Promise.allSettled([one, other].map((log) => log.append(stream, 'none', [noted('')])));
      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost.map(({ reason }) => reason as unknown)).toEqual([expect.any(RevisionConflict)]);
      await expect(other.append(stream, 3, [noted('')])).rejects.toMatchObject({ actual: 0 });
    });

    it('are followed in one order through either', async () => {
      const after = await one.head();
      const stop = new AbortController();
      const following = [one, other].map(async (log) => {
        const seen: RecordedEvent[] = [];
        for await (const page of log.subscribe({ after, pageSize: 3, signal: stop.signal })) {
          seen.push(...page.events.filter((event) => event.stream.startsWith(stream)));
          if (seen.length === 20) return seen;
        }
        return seen;
      });
      for (let turn = 0; turn < 10; turn += 1) {
        await Promise.all(
          [one, other].map((log, index) =>
            log.append(`${stream}${String(index)}`, turn === 0 ? 'none' : turn - 1, [noted('')]),
          ),
        );
      }
      const [mine, theirs] = await Promise.all(following);
      expect(mine).toEqual(theirs);
      const positions = (mine ?? []).map(positionOf);
      expect(positions).toEqual([...positions].sort((a, b) => other.compare(a, b)));
      const all: RecordedEvent[] = [];
      for await (const page of pagesToEnd(other, { after })) all.push(...page.events);
      expect(all.filter((event) => event.stream.startsWith(stream))).toEqual(mine);
    });

    it('are closed each by itself', async () => {
      await one.append(stream, 'none', [noted('')]);
      await one.close();
      await expect(one.append(stream, 0, [noted('')])).rejects.toBeInstanceOf(LogUnavailable);
      expect(await other.append(stream, 0, [noted('')])).toMatchObject({ revision: 1 });
    });
  });
}

const noted = (text: string) => eventToAppend('Noted', { text });
