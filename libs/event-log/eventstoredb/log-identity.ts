import { randomUUID } from 'node:crypto';
import { NO_STREAM } from '@eventstore/db-client';
import { isPlainObject } from '../../kernel/json.js';
import { LogDamaged } from '../event-log.js';
import { answered, clientDeadline, type Waits } from './calls.js';
import type { ServerReads } from './server-reads.js';
import type { ClientShare } from './shared-client.js';

/** The metadata of a stream that has no events: no reader of ours sees it, and a backup has it. Stored for good. */
const stream = 'tidemark';

/**
 * The log's id, made by whoever comes first: positions of another log are told by it. Whoever comes second at the same moment is refused,
 * and finds it when asking again. @throws LogDamaged and whatever the client gives
 */
export async function logIdentity(share: ClientShare, reads: ServerReads, waits: Waits): Promise<string> {
  const known = await storedId(reads);
  if (known !== undefined) return known;
  await makeId(share, waits);
  const made = await storedId(reads);
  if (made === undefined) throw new LogDamaged(`The metadata of "${stream}" was written and is not there.`);
  return made;
}

async function storedId(reads: ServerReads): Promise<string | undefined> {
  const metadata = await reads.last(`$$${stream}`);
  if (metadata === undefined) return undefined;
  const logId = isPlainObject(metadata.data) ? metadata.data.logId : undefined;
  if (typeof logId === 'string' && /^[0-9a-f-]{36}$/.test(logId)) return logId;
  throw new LogDamaged(`The metadata of the stream "${stream}" has no logId: it is damaged, or another program's.`);
}

async function makeId({ client, address }: ClientShare, waits: Waits): Promise<void> {
  const { credentials } = address;
  const options = {
    expectedRevision: NO_STREAM,
    credentials,
    requiresLeader: true,
    deadline: clientDeadline(waits),
  } as const;
  await answered(client.setStreamMetadata(stream, { logId: randomUUID() }, options), waits.answer, 'the first write');
}
