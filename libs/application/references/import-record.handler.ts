import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { RecordedEvent } from '../../kernel/events.js';
import { isPlainObject, sameJson } from '../../kernel/json.js';
import { answerTo, type CommandAnswer, type Envelope } from '../commands/command.js';
import { ImportRecord, type AnyKind } from './put-by-reference.js';
import { rowCommand } from './row-commands.js';

type Fields = Readonly<Record<string, unknown>>;

@CommandHandler(ImportRecord)
export class ImportRecordHandler implements ICommandHandler<ImportRecord> {
  constructor(
    private readonly bus: CommandBus,
    private readonly executor: CommandExecutor,
  ) {}

  async execute({ kind, id, fields, context: asked }: ImportRecord): Promise<CommandAnswer> {
    const { aggregate } = kind;
    const { said, context, isRepeat } = await rowCommand(this.executor, aggregate, id, asked);
    if (said.length === 0) return this.bus.execute(kind.create(id, fields, { ...context, readAt: 'none' }));
    if (isRepeat && said.length === 1) return this.bus.execute(kind.create(id, fields, context));
    if (isRepeat) {
      const { earlier } = await this.executor.repeated(aggregate, id, context);
      if (earlier !== undefined) return answerTo(earlier, { created: false });
    }
    const events = await this.executor.eventsOf(aggregate, id);
    const ofRow = events.filter(({ metadata }) => said.some((command) => command === metadata.commandId));
    const now: Fields = { ...fields };
    refuseFixed(kind, id, ofRow, now, asked);
    const changed = { ...without(now, ['references', ...Object.keys(kind.fixed)]), ...cleared(kind, ofRow, now) };
    return { ...(await this.bus.execute(kind.edit(id, changed, context))), created: false };
  }
}

/** What the row has said at its creation and what no edit takes must be as it was: else it is named. */
function refuseFixed(
  kind: AnyKind,
  id: string,
  [created]: readonly RecordedEvent[],
  now: Fields,
  asked: Envelope,
): void {
  const first = created && isPlainObject(created.data) ? created.data : {};
  for (const field of [...Object.keys(kind.fixed), 'references']) {
    const isDefault = now[field] === undefined && kind.defaulted.includes(field);
    if (!isDefault && !sameJson(now[field] ?? null, first[field] ?? null)) refuse(id, field, first[field], now[field]);
  }
  const { occurred } = asked;
  const [was, is] = [created?.metadata.occurredAt, occurred && 'given' in occurred ? occurred.given : undefined];
  if (is !== undefined && was !== is) refuse(id, 'occurredAt', was, is);
}

function refuse(id: string, field: string, was: unknown, is: unknown): never {
  const [before, after] = [was, is].map((value) => JSON.stringify(value ?? null));
  const message =
    `The row made the record ${id} with ${field} ${String(before)}, and says ${String(after)} now: that is not changed by an import. ` +
    'Change it by the command that is for that, or give the row as it was.';
  throw new DomainError('imported-otherwise', message, { id, field });
}

/** Null for what the row said before and says no more. */
function cleared({ clearable }: AnyKind, ofRow: readonly RecordedEvent[], now: Fields): Fields {
  const before = new Map<string, unknown>();
  for (const { data } of ofRow) for (const [field, value] of Object.entries(fieldsIn(data))) before.set(field, value);
  const gone = clearable.filter((field) => now[field] === undefined && (before.get(field) ?? null) !== null);
  return Object.fromEntries(gone.map((field) => [field, null]));
}

// An edit has personal fields at its top, as they became, and the others in `to`.
const fieldsIn = (data: unknown): Fields =>
  isPlainObject(data) ? { ...data, ...(isPlainObject(data['to']) && data['to']) } : {};

const without = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
