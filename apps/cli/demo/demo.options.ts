import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly port: number;
  /** Where the data goes; without it a folder of its own, which is removed at the end. */
  readonly dataDir: string | undefined;
  /** Ends after printing. */
  readonly once: boolean;
  readonly seed: string;
  /** How many everyday deals are told. */
  readonly deals: number;
}

export const demoUsage = `Usage: tidemark demo [--port <number>] [--data-dir <empty folder>] [--once] [--seed <text>] [--deals <number>]
`;

/** The options of `tidemark demo`; a text says what is wrong with them. */
export function demoOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DemoOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: env['PORT'] ?? '3000' },
        'data-dir': { type: 'string' },
        once: { type: 'boolean', default: false },
        seed: { type: 'string', default: 'tidemark' },
        deals: { type: 'string', default: '200' },
      },
    });
    const port = wholeIn(values.port, 65_535);
    const deals = wholeIn(values.deals, 5_000);
    if (port === undefined) return `--port is "${values.port}"; give a number from 0 to 65535.`;
    if (deals === undefined) return `--deals is "${values.deals}"; give a number from 0 to 5000.`;
    return { port, deals, dataDir: values['data-dir'], once: values.once, seed: values.seed };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wholeIn(text: string, most: number): number | undefined {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  return number <= most ? number : undefined;
}
