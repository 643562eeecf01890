import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { LogDamaged } from '../event-log.js';
import { writeWhole } from './writable-folder.js';

/** Where the log ends: its last event's sequence and checksum. */
export interface Head {
  readonly sequence: number;
  readonly checksum: number;
}

/**
 * The head, kept outside the log: a log that lost its end can tell by it. Made whole before there is a log. Written in place after
 * each commit and not synced, so it may be older than the log, never newer.
 */
export class HeadFile {
  private readonly handle: number;

  constructor(file: string, head: Head) {
    writeHead(file, head);
    this.handle = openSync(file, 'r+');
  }

  write(head: Head): void {
    writeSync(this.handle, textOf(head), 0);
  }

  close(): void {
    fsyncSync(this.handle);
    closeSync(this.handle);
  }
}

/** Makes the file, durably and for its owner alone. */
export const writeHead = (file: string, head: Head): void => writeWhole(file, textOf(head));

/** The head in the file; undefined where there is none. @throws LogDamaged */
export function readHead(file: string): Head | undefined {
  if (!existsSync(file)) return undefined;
  // Another process may be writing it just now.
  for (let tries = 0; tries < 3; tries++) {
    const text = readFileSync(file, 'latin1');
    const head = { sequence: Number(text.slice(0, 16)), checksum: Number(text.slice(16, 27)) };
    if (Number.isSafeInteger(head.sequence) && text === textOf(head)) return head;
  }
  throw new LogDamaged(`${file} is damaged. ${whatToDo}`);
}

/** The head of a log that is there: without it nobody knows whether the log has lost its end. @throws LogDamaged */
export function headOf(files: { readonly log: string; readonly head: string }): Head {
  const head = readHead(files.head);
  if (head !== undefined) return head;
  throw new LogDamaged(`${files.head} is missing, so that nobody knows whether ${files.log} is whole. ${whatToDo}`);
}

const whatToDo =
  'Restore a backup (`tidemark restore`); where there is none, `tidemark accept-log` takes the log as it is: what it has lost is gone for good.';

/** Always of one length, so that it can be written in place. */
function textOf({ sequence, checksum }: Head): string {
  const content = `${String(sequence).padStart(15, '0')} ${String(checksum).padStart(10, '0')} `;
  return `${content}${String(crc32(content)).padStart(10, '0')}\n`;
}
