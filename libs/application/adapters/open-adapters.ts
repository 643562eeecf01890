import type { Config } from '../settings/config.js';
import type { Adapters } from './adapters.js';
import { openEmbedded } from './embedded/embedded.js';

/** What Tidemark runs on, as it is set: files in a folder, or servers. `onNotice` is told, in a line, what operators should know. */
export async function openAdapters(
  { servers, dataDir, dataKey }: Pick<Config, 'servers' | 'dataDir' | 'dataKey'>,
  onNotice: (line: string) => void,
  acceptsLostKeys = false,
): Promise<Adapters> {
  if (servers === undefined) return openEmbedded({ folder: dataDir, dataKey, onNotice });
  // Loaded where they are used: a start on files does not wait for the clients of servers.
  const { openServers } = await import('./servers/servers.js');
  return openServers({ servers, onNotice, acceptsLostKeys });
}
