import { Command } from '@nestjs/cqrs';
import type { AggregateRef } from '../../commands/command-executor.js';
import type { DateOnly } from '../../kernel/dates.js';
import { refusals } from '../../kernel/domain-error.js';
import type { Id } from '../../kernel/ids.js';
import type { Reference, References } from '../../kernel/references.js';
import type { CommandAnswer, Envelope } from '../commands/command.js';
import { isRow } from './row-commands.js';
import type { Registration } from '../register/registered.js';
import type { NamedState } from './named-record.js';

export const byReferenceRefusals = refusals({ 'only-at-creation': 'conflict' });

/** Reads another record as it is now. */
export type Load = <S>(aggregate: AggregateRef<S>, id: string) => Promise<S>;
interface Named {
  readonly references: References;
}
type CurrentValue<I, S> = (state: S, id: I, load: Load, today: DateOnly) => unknown;

/** What the command that creates the kind says of it beside its id. */
export type New<C extends { readonly data: object }, Id extends keyof C['data']> = Omit<C['data'], Id>;

/** How one kind of record is created or updated by its name in another system. */
export interface ReferencedKind<
  I extends Id<string>,
  S extends NamedState,
  Fields extends Named,
  Fixed extends keyof Fields,
> {
  readonly aggregate: AggregateRef<S> & { readonly registration: Registration };
  create(id: I, fields: Fields, context: Envelope): Command<CommandAnswer>;
  edit(id: I, fields: Omit<Fields, Fixed | 'references'>, context: Envelope): Command<CommandAnswer>;
  /** What the record has in the fields that its edit does not take. */
  readonly fixed: { [F in Fixed]: CurrentValue<I, S> };
  /** Of those, what the creation fills in where it is left out. */
  readonly defaulted?: readonly NoInfer<Fixed>[];
  /** What an edit may bring to nothing. */
  readonly clearable: readonly string[];
}
/** As the handler knows it: only what belongs to the kind comes to it. */
export interface AnyKind {
  readonly aggregate: AggregateRef<NamedState> & { readonly registration: Registration };
  create(id: Id<string>, fields: object, context: Envelope): Command<CommandAnswer>;
  edit(id: Id<string>, fields: object, context: Envelope): Command<CommandAnswer>;
  readonly fixed: Readonly<Record<string, CurrentValue<Id<string>, NamedState>>>;
  readonly defaulted: readonly string[];
  readonly clearable: readonly string[];
}

export interface PutAnswer extends CommandAnswer {
  /** Whether the record was created by this command; else it was there and was edited. */
  readonly created: boolean;
}

/** What is put: fields as the kind's creation takes them; `references` may name it in further systems. */
export interface PutData<Fields> {
  readonly reference: Reference;
  readonly fields: Fields;
}

/** Creates the record that another system calls so, or edits it to what the fields say; those that are left out stay. */
export class PutByReference<Fields extends Named = Named> extends Command<PutAnswer> {
  constructor(
    readonly data: PutData<Fields>,
    readonly context: Envelope,
    readonly kind: AnyKind,
  ) {
    super();
  }
}

/** Makes a record from the row of an import, or brings it to what the row says now (ADR 31). */
export class ImportRecord extends Command<CommandAnswer> {
  constructor(
    readonly kind: AnyKind,
    readonly id: Id<string>,
    readonly fields: object,
    readonly context: Envelope,
  ) {
    super();
  }
}

export interface PutClass<I extends Id<string>, Fields extends Named> {
  readonly kind: AnyKind;
  /** The command that makes a record of the kind; of the row of an import also the one that corrects it. */
  making(id: I, fields: Fields, context: Envelope): Command<CommandAnswer>;
  new (data: PutData<Fields>, context: Envelope): PutByReference<Fields>;
}

/** The command of one kind: `class PutProduct extends putByReference({ … }) {}`. */
export function putByReference<
  I extends Id<string>,
  S extends NamedState,
  Fields extends Named,
  Fixed extends keyof Fields = never,
>(given: ReferencedKind<I, S, Fields, Fixed>): PutClass<I, Fields> {
  // Safe: the handler takes id, state and fields from the same kind.
  const kind = { defaulted: [], ...given } as unknown as AnyKind;
  return class extends PutByReference<Fields> {
    static readonly kind = kind;
    static making(id: I, fields: Fields, context: Envelope): Command<CommandAnswer> {
      return isRow(context) ? new ImportRecord(kind, id, fields, context) : given.create(id, fields, context);
    }
    constructor(data: PutData<Fields>, context: Envelope) {
      super(data, context, kind);
    }
  };
}
