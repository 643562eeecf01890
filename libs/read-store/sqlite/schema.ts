import { frozen, signatureOf, stateFrom } from '../model-signature.js';
import type { ReadModel } from '../read-model.js';
import type { ModelStates } from '../read-store-maintenance.js';
import { columnsIn, valueColumns } from './columns.js';
import type { SqliteDatabase } from './database.js';
import { quoted, sql } from './sql.js';

/** Counts up when the tables themselves change, so that files of older code are filled again. */
const format = 4;

export const rowsTable = ({ name }: ReadModel): string => quoted(`rows_${name}`);
export const versionsTable = ({ name }: ReadModel): string => quoted(`versions_${name}`);

/** Where the elements of lists and the custom values of a table's rows are, to be found by field and value. */
export const valuesTable = (table: string): string => quoted(`values_${table.slice(1, -1)}`);
/** Where the words of the rows are, to be found by their beginnings. */
export const wordsTable = ({ name }: ReadModel): string => quoted(`words_${name}`);

/** What is made of a row's fields, in a fixed order. */
export const fieldColumns = (model: ReadModel): readonly string[] => columnsIn(model).map(({ name }) => name);

/** The columns of the model's rows after their `_id`, without the document. */
export const rowColumns = (model: ReadModel): readonly string[] => [
  ...(model.keepsHistory ? ['_from_occurred', '_from_recorded'] : []),
  ...fieldColumns(model),
];

export function statesOf(database: SqliteDatabase, models: readonly ReadModel[]): ModelStates {
  const signatures = storedSignatures(database);
  return new Map(models.map((model) => [model.name, stateFrom(format, signatures.get(model.name), model)]));
}

function storedSignatures(database: SqliteDatabase): ReadonlyMap<string, string> {
  const there = database.get(sql(`SELECT 1 FROM sqlite_schema WHERE name = '_models'`));
  if (there === undefined) return new Map();
  const stored = database.all(sql('SELECT name, signature FROM _models'));
  return new Map(stored.map(([name, signature]) => [String(name), String(signature)]));
}

/** Says in the file itself that these models are not kept up any more, so that no code takes their rows for current again. */
export function freeze(database: SqliteDatabase, models: readonly ReadModel[]): void {
  const signatures = storedSignatures(database);
  database.transaction(() => {
    for (const { name } of models) {
      const signature = signatures.get(name);
      if (signature === undefined) continue;
      database.run(sql('UPDATE _models SET signature = ? WHERE name = ?', frozen(signature), name));
    }
  });
}

/** Whether the file has the tables that every store has. */
export const hasTables = (database: SqliteDatabase): boolean => {
  const found = database.get(
    sql(`SELECT count(*) FROM sqlite_schema WHERE name IN ('_models', '_checkpoints', '_documents')`),
  );
  return found?.[0] === 3;
};

/** The tables that every store has, as this code writes them: those of an older file are kept, with what they lack. */
export function makeOwnTables(database: SqliteDatabase): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS _models (name TEXT PRIMARY KEY, signature TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS _checkpoints (reader TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS _sequences (model TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS _documents (collection TEXT, id TEXT, document TEXT NOT NULL, PRIMARY KEY (collection, id)) STRICT;
  `);
  const there = database.all(sql(`SELECT name FROM pragma_table_info('_checkpoints')`)).flat();
  for (const added of ['occurred', 'recorded'])
    if (!there.includes(added)) database.exec(`ALTER TABLE _checkpoints ADD COLUMN ${added} INTEGER`);
}

/** Drops everything and makes empty tables, without indexes. */
export function makeTables(database: SqliteDatabase, models: readonly ReadModel[]): void {
  database.transaction(() => {
    // The shadows of a virtual table go with it.
    const tables = database.all(
      sql(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite%'`),
    );
    for (const [name] of tables) database.exec(`DROP TABLE ${quoted(String(name))}`);
    makeOwnTables(database);
    for (const model of models) {
      for (const table of tablesOf(model)) database.exec(table);
      database.run(sql('INSERT INTO _models VALUES (?, ?)', model.name, signatureOf(format, model)));
    }
  });
}

/** Makes the indexes that are not there yet. */
export function makeIndexes(database: SqliteDatabase, models: readonly ReadModel[]): void {
  for (const model of models) for (const index of indexesOf(model)) database.exec(index);
}

/** The document comes last: columns are found without reading through it. Versions are those that ended; a row is the one that holds. */
function tablesOf(model: ReadModel): readonly string[] {
  const fields = columnsIn(model).map(({ name, type }) => `${name} ${type},`);
  const since = model.keepsHistory ? '_from_occurred INTEGER NOT NULL, _from_recorded INTEGER NOT NULL,' : '';
  const rows = `CREATE TABLE ${rowsTable(model)} (_id TEXT PRIMARY KEY NOT NULL, ${since} ${fields.join(' ')} _doc TEXT NOT NULL) STRICT`;
  if (!model.keepsHistory) return [rows, ...sideTablesOf(model)];
  const versions = `CREATE TABLE ${versionsTable(model)} (
    _version INTEGER PRIMARY KEY, _id TEXT NOT NULL,
    _from_occurred INTEGER NOT NULL, _to_occurred INTEGER NOT NULL,
    _from_recorded INTEGER NOT NULL, _to_recorded INTEGER NOT NULL,
    ${fields.join(' ')} _doc TEXT NOT NULL) STRICT`;
  return [rows, versions, ...sideTablesOf(model)];
}

/** Values beside rows and versions, words beside rows alone. They come folded: the tokenizer has only to part them at spaces. */
function sideTablesOf(model: ReadModel): readonly string[] {
  const values = tablesWithValues(model).map(
    (table) => `CREATE TABLE ${valuesTable(table)} (_field TEXT NOT NULL, _value ANY NOT NULL, _row INTEGER NOT NULL,
      _folded TEXT, PRIMARY KEY (_field, _value, _row)) STRICT, WITHOUT ROWID`,
  );
  if (model.search.length === 0) return values;
  const words = `CREATE VIRTUAL TABLE ${wordsTable(model)}
    USING fts5(words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii')`;
  return [...values, words];
}

function tablesWithValues(model: ReadModel): readonly string[] {
  if (valueColumns(model).length === 0) return [];
  return model.keepsHistory ? [rowsTable(model), versionsTable(model)] : [rowsTable(model)];
}

/** Custom values are read by row, to sort by them. */
function customIndex(table: string): string {
  const values = valuesTable(table);
  const name = quoted(`${values.slice(1, -1)}_by_row`);
  return `CREATE INDEX IF NOT EXISTS ${name} ON ${values} (_row, _field, _value)`;
}

/**
 * Current rows: the declared indexes, with `_id` to break ties and the integers, so that grouping adds up within the index; and one
 * by their beginning. Versions that ended: by row, and two over their intervals. Those by times cover what is counted, added up and
 * usually filtered by, so that an as-of question reads one of each table and no row it doesn't answer with. Of each grouping one of
 * each table, narrow and in its order: adding up for any date reads it once, without sorting.
 */
function indexesOf(model: ReadModel): readonly string[] {
  const integers = Object.entries(model.fields).flatMap(([field, type]) => (type === 'integer' ? [field] : []));
  const custom = model.custom ? tablesWithValues(model).map(customIndex) : [];
  const byFields = model.indexes.map((fields) => {
    const columns = [...new Set([...fields, '_id', ...integers])].map(quoted).join(', ');
    return `CREATE INDEX IF NOT EXISTS ${quoted(`rows_${model.name}_by_${fields.join('_')}`)} ON ${rowsTable(model)} (${columns})`;
  });
  if (!model.keepsHistory) return [...byFields, ...custom];
  const versions = versionsTable(model);
  const times = '_from_occurred, _to_occurred, _from_recorded, _to_recorded';
  const groupings = model.groupings.flatMap((fields) => {
    const index = (table: string) => quoted(`${table}_${model.name}_groups_${fields.join('_')}`);
    const columns = (since: string) => [...fields.map(quoted), since, ...integers.map(quoted)].join(', ');
    return [
      `CREATE INDEX IF NOT EXISTS ${index('rows')} ON ${rowsTable(model)} (${columns('_from_occurred, _from_recorded')})`,
      `CREATE INDEX IF NOT EXISTS ${index('versions')} ON ${versions} (${columns(times)})`,
    ];
  });
  const covered = [...new Set(['_id', ...model.indexes.flat(), ...integers])].map(quoted).join(', ');
  return [
    ...byFields,
    ...custom,
    ...groupings,
    `CREATE INDEX IF NOT EXISTS ${quoted(`rows_${model.name}_by_from`)} ON ${rowsTable(model)} (_from_occurred, _from_recorded, ${covered})`,
    `CREATE INDEX IF NOT EXISTS ${quoted(`versions_${model.name}_by_id`)} ON ${versions} (_id, _from_occurred)`,
    `CREATE INDEX IF NOT EXISTS ${quoted(`versions_${model.name}_by_from`)} ON ${versions} (${times}, ${covered})`,
    `CREATE INDEX IF NOT EXISTS ${quoted(`versions_${model.name}_by_to`)} ON ${versions} (_to_occurred, _from_occurred, _from_recorded, _to_recorded, ${covered})`,
  ];
}
