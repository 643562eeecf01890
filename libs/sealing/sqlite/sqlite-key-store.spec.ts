import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describeKeyStore } from '../../../test/contracts/key-store.contract.js';
import { newId, type PersonId } from '../../kernel/ids.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { KeyStoreUnavailable, WrongDataKey } from '../key-store.js';
import { openSqliteKeyStore } from './sqlite-key-store.js';

const dataKey = randomBytes(32);

describeKeyStore('keys.db', () => {
  const folder = tempFolder();
  return () => openSqliteKeyStore(folder, dataKey);
});

describe('keys.db', () => {
  const [anna, bert] = [newId<PersonId>(), newId<PersonId>()];

  it('still has the keys, and knows the destroyed ones, when it is opened again', async () => {
    const folder = tempFolder();
    const before = openSqliteKeyStore(folder, dataKey);
    const made = await before.getOrCreate([anna, bert]);
    await before.destroy([bert]);
    await before.close();

    const after = openSqliteKeyStore(folder, dataKey);
    expect(await after.getOrCreate([anna, bert])).toEqual(new Map(made).set(bert, 'destroyed'));
    await after.close();
  });

  it('refuses another DATA_KEY by name, and one of the wrong length', async () => {
    const folder = tempFolder();
    await openSqliteKeyStore(folder, dataKey).close();
    expect(() => openSqliteKeyStore(folder, randomBytes(32))).toThrow(WrongDataKey);
    expect(() => openSqliteKeyStore(folder, randomBytes(32))).toThrow(/keys\.db was made with another DATA_KEY/);
    expect(() => openSqliteKeyStore(folder, randomBytes(16))).toThrow(/DATA_KEY has 16 bytes; it must have 32/);
  });

  it('leaves nothing of a destroyed key in its files', async () => {
    const folder = tempFolder();
    const keys = openSqliteKeyStore(folder, dataKey);
    await keys.getOrCreate([anna]);
    const reader = new Database(join(folder, 'keys.db'));
    const [wrapped] = reader.prepare('SELECT wrapped FROM keys WHERE person = ?').raw().get(anna) as [Buffer];
    reader.close();
    const bytes = () =>
      Buffer.concat(
        ['keys.db', 'keys.db-wal']
          .map((name) => join(folder, name))
          .filter(existsSync)
          .map((file) => readFileSync(file)),
      );
    expect(bytes().includes(wrapped)).toBe(true);
    await keys.destroy([anna]);
    expect(bytes().includes(wrapped)).toBe(false);
    await keys.close();
  });

  it('never returns a damaged key', async () => {
    const folder = tempFolder();
    const keys = openSqliteKeyStore(folder, dataKey);
    await keys.getOrCreate([anna]);
    await keys.close();
    const file = new Database(join(folder, 'keys.db'));
    file.prepare('UPDATE keys SET wrapped = zeroblob(60)').run();
    file.close();
    const damaged = openSqliteKeyStore(folder, dataKey);
    await expect(damaged.get([anna])).rejects.toBeInstanceOf(KeyStoreUnavailable);
    await damaged.close();
  });

  it('says which file it cannot read', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'keys.db'), 'this is no database, however long it may be. '.repeat(100));
    expect(() => openSqliteKeyStore(folder, dataKey)).toThrow(/keys\.db cannot be used/);
  });
});
