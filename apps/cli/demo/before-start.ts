import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';

/** Why the demonstration cannot run there, in one line, before two years are told for nothing; undefined when it can. */
export async function obstacle(port: number, folder: string): Promise<string | undefined> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    return `The folder ${folder} is not empty; the demonstration needs a fresh one.`;
  }
  if (await portIsFree(port)) return undefined;
  return `The port ${String(port)} is in use. Stop the other program, or give another one: --port ${String(port + 1)}`;
}

function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
