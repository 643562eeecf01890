import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derivedId } from '../../../libs/kernel/ids.js';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { importCommand, type ImportIo } from './import.command.js';
import type { ApiAnswer, ApiRequest, LocalTransport } from './transport.js';

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string | readonly string[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-import-'));
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof lines === 'string' ? lines : `${lines.join('\n')}\n`);
  }
  return folder;
}

type Body = Readonly<Record<string, unknown>>;
export interface Taken extends ApiRequest {
  readonly body: Body;
  /** With `*` for ids. */
  readonly kind: string;
}

/** Answers as the API does: the same key returns the same id; ids derive from keys. `refuse` returns a problem's detail. */
export class FakeApi implements LocalTransport {
  readonly taken: Taken[] = [];
  closed = false;
  wasSettled = false;
  mostAtOnce = 0;
  private atOnce = 0;

  constructor(private readonly refuse: (request: Taken) => ApiAnswer | undefined = () => undefined) {}

  async send(request: ApiRequest): Promise<ApiAnswer> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    this.atOnce -= 1;
    const body = isPlainObject(request.body) ? request.body : {};
    const taken = { ...request, body, kind: request.path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*') };
    const refused = this.refuse(taken);
    if (refused !== undefined) return refused;
    this.taken.push(taken);
    return { status: 201, body: answerTo(taken) };
  }

  settled(): Promise<void> {
    this.wasSettled = true;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  of(kind: string): readonly Taken[] {
    return this.taken.filter((taken) => taken.kind === kind);
  }

  bodies(kind: string): readonly Body[] {
    return this.of(kind).map(({ body }) => body);
  }
}

function answerTo({ key, kind, body }: Taken): Body {
  const id = derivedId(key);
  const stages = Array.isArray(body.stages) ? body.stages.filter(isPlainObject) : [];
  const withIds = stages.map((stage) => ({ ...stage, stageId: derivedId(id, String(stage.name)) }));
  const made = { quotes: { quoteId: derivedId('quote', id) }, prices: { priceId: derivedId('price', id) } };
  const own = kind.endsWith('/quotes') ? made.quotes : kind.endsWith('/prices') ? made.prices : {};
  return { id, revision: 0, position: 'log:1', ...own, record: { ...body, stages: withIds } };
}

export const problem = (status: number, code: string, detail: string): ApiAnswer => ({
  status,
  body: { status, code, detail },
});

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly cwd: string;
}

/** Runs the command in a new working folder. */
export async function runImportCommand(
  args: readonly string[],
  api: LocalTransport,
  more: Partial<ImportIo> = {},
): Promise<Outcome> {
  const written = { out: '', err: '' };
  const cwd = folderWith({});
  let millis = 0;
  const code = await importCommand(args, {
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
    cwd,
    env: {},
    now: () => (millis += 100),
    openInProcess: () => Promise.resolve(api),
    ...more,
  });
  return { code, ...written, cwd };
}
