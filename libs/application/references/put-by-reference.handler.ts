import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { Outcome } from '../../commands/outcome.js';
import { DomainError, isDomainError } from '../../kernel/domain-error.js';
import { brandedId, type Id } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import { hasReference, withReference, type Reference, type References } from '../../kernel/references.js';
import { everything } from '../../read-store/read-store.js';
import { rowByReference } from '../../read-store/row-by-reference.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { answerTo, type Envelope } from '../commands/command.js';
import { Reading } from '../records/reading.js';
import { recordOf } from '../register/registered.js';
import { BusinessTime } from '../settings/business-time.js';
import { isMeant, ownRecord, type NamedState, type Seen } from './named-record.js';
import { isRow, rowCommand } from './row-commands.js';
import { PutByReference, type AnyKind, type Load, type PutAnswer } from './put-by-reference.js';

/** Where the command goes: to the record that is called so, or to the id that it will have. */
type Target = Seen<Outcome<NamedState>> & { readonly id: Id<string>; readonly context: Envelope };

const mostTries = 3;

/** Handles the commands of every kind: the bus looks a handler up along the class's ancestors. */
@CommandHandler(PutByReference)
export class PutByReferenceHandler implements ICommandHandler<PutByReference> {
  constructor(
    private readonly bus: CommandBus,
    private readonly commands: AggregateCommands,
    private readonly executor: CommandExecutor,
    private readonly reading: Reading,
    private readonly time: BusinessTime,
  ) {}

  async execute(put: PutByReference): Promise<PutAnswer> {
    let { context } = put;
    for (let left = mostTries - 1; ; left -= 1) {
      try {
        return await this.put(put, context);
      } catch (error) {
        if (left === 0 || context.expectedRevision !== undefined || !isTooLate(error)) throw error;
      }
      // Another one was first: now it is an update, and no more a line that others wait for.
      const { batch: _, ...alone } = context;
      context = alone;
    }
  }

  private async put({ data: { reference, fields }, kind }: PutByReference, asked: Envelope): Promise<PutAnswer> {
    const { id, earlier, now, context } = await this.targetOf(kind, reference, asked);
    if (earlier !== undefined) {
      const created = earlier.events.some(({ revision }) => revision === 0);
      return { ...answerTo(earlier, { created }), created };
    }
    const { references: others, ...rest } = fields;
    const asRead = { ...context, readAt: now.revision };
    if (now.revision === 'none') {
      const references = hasReference(others, reference) ? others : withReference(others, reference);
      const first = kind.create(id, { ...rest, references }, { expectedRevision: 'none', ...asRead });
      return { ...(await this.bus.execute(first)), created: true };
    }
    await this.refuseFixed(kind, { id, now }, fields);
    const editable = Object.entries(rest).filter(([field]) => !Object.hasOwn(kind.fixed, field));
    const answer = await this.bus.execute(kind.edit(id, Object.fromEntries(editable), asRead));
    return { ...answer, created: false };
  }

  /**
   * First the streams that such a command writes, then the read model, not older than the log is now: so the record of a command
   * that was answered before is found.
   */
  private async targetOf({ aggregate }: AnyKind, reference: Reference, context: Envelope): Promise<Target> {
    // What a row puts may be corrected and put again (ADR 31).
    const look = async (id: string) => {
      const own = isRow(context) ? (await rowCommand(this.executor, aggregate, id, context)).context : context;
      return { ...(await this.commands.look(aggregate, id, own)), context: own };
    };
    const own = await ownRecord(aggregate.category, reference, look);
    if (isMeant(own, reference)) return own;
    await this.reading.upToDate();
    // There is one record of a name, whoever may see it; whether they may change it is for the command to say.
    const row = await rowByReference(this.reading.store, recordOf(aggregate), reference, everything);
    if (row === undefined) return own;
    const seen = await look(row._id);
    return isMeant(seen, reference) ? { id: brandedId(row._id), ...seen } : own;
  }

  /** Names the first field that an edit cannot bring to what is put. */
  private async refuseFixed(
    { fixed }: AnyKind,
    { id, now }: Pick<Target, 'id' | 'now'>,
    fields: { references: References },
  ): Promise<void> {
    const load: Load = async (aggregate, of) => (await this.executor.load(aggregate, of)).state;
    const known = now.state.record?.references ?? [];
    if (!fields.references.every((reference) => hasReference(known, reference)))
      refuse(id, 'references', 'Add its names one by one under its references.');
    const given = new Map<string, unknown>(Object.entries(fields));
    for (const [field, current] of Object.entries(fixed)) {
      const value = given.get(field);
      if (value === undefined || sameJson(value, (await current(now.state, id, load, this.time.today())) ?? null))
        continue;
      refuse(id, field, 'Leave it out, or change it by the command that is for that.');
    }
  }
}

function refuse(id: string, field: string, hint: string): never {
  const message = `The record ${id} exists with another "${field}", which is set here at its creation only. ${hint}`;
  throw new DomainError('only-at-creation', message, { id, field });
}

/** The record was created, or the stream written, between the look and the command. */
const isTooLate = (error: unknown): boolean =>
  isDomainError(error) && (error.code === 'revision-stale' || error.code === 'conflict');
