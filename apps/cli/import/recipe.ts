import Type, { type Static } from 'typebox';
import { DecimalText } from '../../../libs/kernel/decimal.js';

const closed = { additionalProperties: false };
const Word = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]*$' });
const Text = Type.String({ minLength: 1 });
const named = <S extends Type.TSchema>(schema: S) => Type.Record(Type.String(), schema);

/** A CSV file of the folder and the columns that the recipe reads from it: no other is read. */
const SourceFile = Type.Object(
  {
    file: Text,
    columns: Type.Array(Text, { minItems: 1, uniqueItems: true }),
    /** What parts the cells of a row. Default: a comma. */
    delimiter: Type.Optional(Type.String({ pattern: '^[^"\\r\\n]$' })),
    /** Default: utf-8. */
    encoding: Type.Optional(Text),
  },
  closed,
);

/**
 * A value made from the row, in this order: `of` is filled in (of several the first with nothing empty), mended by `aliases`,
 * read `as` what it is (decimal text for numbers, multiplied by `times`), or looked up `in` the names remembered by earlier steps.
 * Where `of` is empty it is `else` as it stands, or absent.
 */
const Value = Type.Object(
  {
    of: Type.Union([Text, Type.Array(Text, { minItems: 1 })]),
    aliases: Type.Optional(Word),
    as: Type.Optional(
      Type.Union([Type.Literal('text'), Type.Literal('date'), Type.Literal('number'), Type.Literal('integer')]),
    ),
    times: Type.Optional(DecimalText),
    /** How this date or number is written, where it is otherwise than the recipe says. */
    format: Type.Optional(Text),
    in: Type.Optional(Word),
    else: Type.Optional(Type.String()),
  },
  closed,
);

/** Holds when every named column or value is one of the texts; '' stands for empty. */
const Conditions = named(Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })]));

const Request = Type.Object(
  {
    method: Type.Optional(Type.Union([Type.Literal('POST'), Type.Literal('PUT'), Type.Literal('PATCH')])),
    path: Type.String({ pattern: '^/' }),
    body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    when: Type.Optional(Conditions),
    /** Columns and values that must not be empty; checked before the row's first request. */
    needs: Type.Optional(Type.Array(Text)),
    /** What the answer is called in later templates: `as: "quote"` gives `{quote.id}`. */
    as: Type.Optional(Word),
  },
  closed,
);

/** A name that later steps may use. With `each`, one for every element of that list in an answer. */
const Remembered = Type.Object({ table: Word, name: Text, value: Text, each: Type.Optional(Text) }, closed);

const Step = Type.Object(
  {
    step: Word,
    /** One of `files`; without it the step is done once. */
    rows: Type.Optional(Word),
    where: Type.Optional(Conditions),
    distinct: Type.Optional(Text),
    /** The row's parent among the step's own rows, by the name remembered first: parents are made before their children. */
    parent: Type.Optional(Text),
    /** What names the row for good: requests with the same key are the same request. */
    key: Type.Optional(Text),
    values: Type.Optional(named(Value)),
    requests: Type.Array(Request, { minItems: 1 }),
    remember: Type.Optional(Type.Array(Remembered)),
  },
  closed,
);

export const Recipe = Type.Object(
  {
    /** Names the import: a second run under the same name is the same import. */
    name: Word,
    /** How dates are written: `M/D/YYYY`, `DD.MM.YYYY`, … */
    dates: Type.Optional(Text),
    /** How numbers are written, by an example: `1.234,56`, `1,234.56`, `1 234,56`, `1234,56`. */
    numbers: Type.Optional(Text),
    constants: Type.Optional(named(Type.String())),
    aliases: Type.Optional(named(named(Type.String()))),
    files: named(SourceFile),
    steps: Type.Array(Step, { minItems: 1 }),
  },
  closed,
);

export type Recipe = Static<typeof Recipe>;
export type Step = Static<typeof Step>;
export type RequestTemplate = Static<typeof Request>;
export type ValueSpec = Static<typeof Value>;
export type Conditions = Static<typeof Conditions>;
export type Remembered = Static<typeof Remembered>;

/** A recipe that cannot be used; the message has a line per fault with its place. */
export class WrongRecipe extends Error {
  override readonly name = 'WrongRecipe';
}
