import { Server } from './server.js';

/** Seconds from the start of the process until its health check says that it is ready. */
export async function secondsToReady(folder: string): Promise<{ readonly seconds: number; readonly server: Server }> {
  const start = performance.now();
  const server = await Server.start(folder);
  await server.ready();
  return { seconds: (performance.now() - start) / 1000, server };
}
