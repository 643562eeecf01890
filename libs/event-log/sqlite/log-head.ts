import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { LogDamaged } from '../event-log.js';
import { syncFolder } from './writable-folder.js';

/** Where the log ends: its last event's sequence and checksum. */
export interface Head {
  readonly sequence: number;
  readonly checksum: number;
}

/**
 * The head, kept outside the log: a log that lost its end can tell by it. Written in place after each commit and not synced, so it
 * may be older than the log, never newer.
 */
export class HeadFile {
  private readonly handle: number;

  constructor(file: string, head: Head) {
    const isNew = !existsSync(file);
    this.handle = openSync(file, isNew ? 'wx+' : 'r+');
    this.write(head);
    // Once its block is on disk, a power cut leaves an older head, not an empty file.
    fsyncSync(this.handle);
    if (isNew) syncFolder(dirname(file));
  }

  write(head: Head): void {
    writeSync(this.handle, textOf(head), 0);
  }

  close(): void {
    fsyncSync(this.handle);
    closeSync(this.handle);
  }
}

/** The head in the file; undefined where there is none yet. @throws LogDamaged */
export function readHead(file: string): Head | undefined {
  if (!existsSync(file)) return undefined;
  // Another process may be writing it just now.
  for (let tries = 0; tries < 3; tries++) {
    const text = readFileSync(file, 'latin1');
    const head = { sequence: Number(text.slice(0, 16)), checksum: Number(text.slice(16, 27)) };
    if (Number.isSafeInteger(head.sequence) && text === textOf(head)) return head;
  }
  throw new LogDamaged(
    `${file} cannot be read: it is damaged. Compare log.db with a backup; if the log is whole, remove ${basename(file)} and start again.`,
  );
}

/** Always of one length, so that it can be written in place. */
function textOf({ sequence, checksum }: Head): string {
  const content = `${String(sequence).padStart(15, '0')} ${String(checksum).padStart(10, '0')} `;
  return `${content}${String(crc32(content)).padStart(10, '0')}\n`;
}
