import { cpus, loadavg, platform, totalmem } from 'node:os';

/** More than a little says that others were measured as well. */
const [busyBefore = 0] = loadavg();

/** What it was measured on, and when. */
export function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return (
    `${String(cpus().length)} cores (${first?.model.trim() ?? 'unknown'}), ${String(memory)} GiB of memory, ` +
    `${platform()}, Node.js ${process.version}, ${new Date().toISOString().slice(0, 10)}; ` +
    `load average before the run ${busyBefore.toFixed(1)}`
  );
}
