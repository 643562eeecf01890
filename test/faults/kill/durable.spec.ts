import { openForWriting } from '../../../libs/event-log/sqlite/log-file.js';
import { openSqliteEventLog } from '../../../libs/event-log/sqlite/sqlite-event-log.js';
import { systemClock } from '../../../libs/kernel/dates.js';
import { eventToAppend } from '../../../libs/testing/log/builders.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { storedEvents } from './stored.js';

// A killed process loses nothing that it has written: what a power cut would lose is only seen in how the log is written.

describe('what the log has acknowledged', () => {
  it('is written with a sync at each commit, of the write-ahead log as of the log', () => {
    const folder = tempFolder();
    const database = openForWriting(folder);
    const setting = (name: string): unknown =>
      (database.prepare(`PRAGMA ${name}`).raw().get() as readonly unknown[])[0];
    expect([setting('journal_mode'), setting('synchronous')]).toEqual(['wal', 2]);
    database.close();
  });

  it('is in its files by then, also when many are acknowledged together', async () => {
    const folder = tempFolder();
    const log = openSqliteEventLog({ folder, clock: systemClock });
    for (let round = 0; round < 5; round += 1) {
      const streams = Array.from({ length: 20 }, (_one, index) => `tally-${String(round)}-${String(index)}`);
      const seen = await Promise.all(
        streams.map(async (stream, index) => {
          const { position } = await log.append(stream, 'none', [eventToAppend('TallyAdded')]);
          // The first and the last of those that share a commit.
          if (index > 0 && index < streams.length - 1) return true;
          return (await storedEvents(folder)).some((event) => event.position === position);
        }),
      );
      expect(seen).not.toContain(false);
    }
    await log.close();
  });
});
