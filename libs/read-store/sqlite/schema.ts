import { canonicalJson } from '../../kernel/json.js';
import type { FieldType, ReadModel } from '../read-model.js';
import type { ModelState, ModelStates } from '../read-store-maintenance.js';
import type { SqliteDatabase } from './database.js';
import { quoted, sql } from './sql.js';

/** Counts up when the tables themselves change, so that files of older code are filled anew. */
const format = 3;

export const rowsTable = ({ name }: ReadModel): string => quoted(`rows_${name}`);
export const versionsTable = ({ name }: ReadModel): string => quoted(`versions_${name}`);

/** The declared fields as columns, in a fixed order. */
export const fieldColumns = ({ fields }: ReadModel): readonly string[] => Object.keys(fields).map(quoted);

/** The columns of the model's rows behind their `_id`, without the document. */
export const rowColumns = (model: ReadModel): readonly string[] => [
  ...(model.keepsHistory ? ['_from_occurred', '_from_recorded'] : []),
  ...fieldColumns(model),
];

const columnType: Readonly<Record<FieldType, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  boolean: 'INTEGER',
  date: 'TEXT',
  instant: 'TEXT',
};

export function statesOf(database: SqliteDatabase, models: readonly ReadModel[]): ModelStates {
  const signatures = storedSignatures(database);
  return new Map(models.map((model) => [model.name, stateFrom(signatures.get(model.name), model)]));
}

function storedSignatures(database: SqliteDatabase): ReadonlyMap<string, string> {
  const there = database.get(sql(`SELECT 1 FROM sqlite_schema WHERE name = '_models'`));
  if (there === undefined) return new Map();
  const stored = database.all(sql('SELECT name, signature FROM _models'));
  return new Map(stored.map(([name, signature]) => [String(name), String(signature)]));
}

function stateFrom(signature: string | undefined, model: ReadModel): ModelState {
  if (signature === undefined) return 'nothing';
  if (signature === signatureOf(model)) return 'current';
  const older = parsed(signature);
  const isAlike =
    older.format === format && older.keepsHistory === model.keepsHistory && older.sequenced === model.sequenced;
  const hasFields = Object.entries(model.fields).every(([field, type]) => older.fields[field] === type);
  return isAlike && hasFields ? 'older' : 'nothing';
}

/** Says in the file itself that these models are not kept up any more, so that no code takes their rows for current again. */
export function freeze(database: SqliteDatabase, models: readonly ReadModel[]): void {
  const signatures = storedSignatures(database);
  database.transaction(() => {
    for (const { name } of models) {
      const signature = signatures.get(name);
      if (signature === undefined) continue;
      const frozen = canonicalJson({ ...parsed(signature), frozen: true });
      database.run(sql('UPDATE _models SET signature = ? WHERE name = ?', frozen, name));
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

/** Drops everything and makes empty tables, without indexes. */
export function makeTables(database: SqliteDatabase, models: readonly ReadModel[]): void {
  database.transaction(() => {
    const tables = database.all(sql(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`));
    for (const [name] of tables) database.exec(`DROP TABLE ${quoted(String(name))}`);
    database.exec(`
      CREATE TABLE _models (name TEXT PRIMARY KEY, signature TEXT NOT NULL) STRICT;
      CREATE TABLE _checkpoints (reader TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT;
      CREATE TABLE _sequences (model TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
      CREATE TABLE _documents (collection TEXT, id TEXT, document TEXT NOT NULL, PRIMARY KEY (collection, id)) STRICT;
    `);
    for (const model of models) {
      for (const table of tablesOf(model)) database.exec(table);
      database.run(sql('INSERT INTO _models VALUES (?, ?)', model.name, signatureOf(model)));
    }
  });
}

/** Makes the indexes that are not there yet. */
export function makeIndexes(database: SqliteDatabase, models: readonly ReadModel[]): void {
  for (const model of models) for (const index of indexesOf(model)) database.exec(index);
}

type Signature = Pick<ReadModel, 'version' | 'fields' | 'indexes' | 'groupings' | 'keepsHistory' | 'sequenced'> & {
  readonly format: number;
};

const parsed = (signature: string): Signature => JSON.parse(signature) as Signature;

function signatureOf({ version, fields, indexes, groupings, keepsHistory, sequenced }: ReadModel): string {
  const signature: Signature = { format, version, fields, indexes, groupings, keepsHistory, sequenced };
  return canonicalJson(signature);
}

/** The document comes last: columns are found without reading through it. Versions are those that ended; a row is the one that holds. */
function tablesOf(model: ReadModel): readonly string[] {
  const fields = Object.entries(model.fields).map(([field, type]) => `${quoted(field)} ${columnType[type]},`);
  const since = model.keepsHistory ? '_from_occurred INTEGER NOT NULL, _from_recorded INTEGER NOT NULL,' : '';
  const rows = `CREATE TABLE ${rowsTable(model)} (_id TEXT PRIMARY KEY NOT NULL, ${since} ${fields.join(' ')} _doc TEXT NOT NULL) STRICT`;
  if (!model.keepsHistory) return [rows];
  const versions = `CREATE TABLE ${versionsTable(model)} (
    _version INTEGER PRIMARY KEY, _id TEXT NOT NULL,
    _from_occurred INTEGER NOT NULL, _to_occurred INTEGER NOT NULL,
    _from_recorded INTEGER NOT NULL, _to_recorded INTEGER NOT NULL,
    ${fields.join(' ')} _doc TEXT NOT NULL) STRICT`;
  return [rows, versions];
}

/**
 * Current rows: the declared indexes, with `_id` to break ties and the integers, so that grouping adds up within the index; and one
 * by their beginning. Versions that ended: by row, and two over their intervals. Those by times cover what is counted, added up and
 * usually filtered by, so that an as-of question reads one of each table and no row it doesn't answer with. Of each grouping one of
 * each table, narrow and in its order: adding up for any date reads it once, without sorting.
 */
function indexesOf(model: ReadModel): readonly string[] {
  const integers = Object.entries(model.fields).flatMap(([field, type]) => (type === 'integer' ? [field] : []));
  const declared = model.indexes.map((fields) => {
    const columns = [...new Set([...fields, '_id', ...integers])].map(quoted).join(', ');
    return `CREATE INDEX IF NOT EXISTS ${quoted(`rows_${model.name}_by_${fields.join('_')}`)} ON ${rowsTable(model)} (${columns})`;
  });
  if (!model.keepsHistory) return declared;
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
    ...declared,
    ...groupings,
    `CREATE INDEX IF NOT EXISTS ${quoted(`rows_${model.name}_by_from`)} ON ${rowsTable(model)} (_from_occurred, _from_recorded, ${covered})`,
    `CREATE INDEX IF NOT EXISTS ${quoted(`versions_${model.name}_by_id`)} ON ${versions} (_id, _from_occurred)`,
    `CREATE INDEX IF NOT EXISTS ${quoted(`versions_${model.name}_by_from`)} ON ${versions} (${times}, ${covered})`,
    `CREATE INDEX IF NOT EXISTS ${quoted(`versions_${model.name}_by_to`)} ON ${versions} (_to_occurred, _from_occurred, _from_recorded, _to_recorded, ${covered})`,
  ];
}
