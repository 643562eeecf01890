import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { FolderInUse, lockFolder } from './folder-lock.js';
import { FolderNotWritable } from './writable-folder.js';

describe('the lock of a data folder', () => {
  it('makes the folder where it is missing', () => {
    const folder = join(tempFolder(), 'new', 'data');
    lockFolder(folder).release();
    lockFolder(folder).release();
  });

  it('refuses a second holder at once, naming the folder', () => {
    const folder = tempFolder();
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    expect(() => lockFolder(folder)).toThrow(`The data folder ${folder} is in use by another process.`);
    lock.release();
    lock.release();
    lockFolder(folder).release();
  });

  it('is given back by the operating system when its process is killed', async () => {
    const folder = tempFolder();
    const holder = spawn(
      process.execPath,
      ['--input-type=module', '-e', holderProgram, join(folder, 'tidemark.lock')],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    await once(holder.stdout, 'data');
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockFolder(folder).release();
  });

  it('names a folder that cannot be made or written', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(() => lockFolder(join(file, 'data'))).toThrow(FolderNotWritable);
    expect(() => lockFolder(file)).toThrow(`The data folder ${file} cannot be written`);
    const folder = tempFolder();
    mkdirSync(join(folder, 'tidemark.lock'));
    expect(() => lockFolder(folder)).toThrow(FolderNotWritable);
    rmSync(folder, { recursive: true });
  });
});

/** Another process that takes the same lock and keeps it. */
const holderProgram = `
  import Database from 'libsql';
  const database = new Database(process.argv[1]);
  database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  console.log('locked');
  process.stdin.resume();
`;
