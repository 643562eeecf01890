import { isUtf8 } from 'node:buffer';
import { badRequest } from './problem.js';

// Control characters other than tab and line ends; halves of surrogate pairs.
const unfitText = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Bytes as text: UTF-8 without a byte order mark, nothing else, so that no character is taken for another. */
export function textOf(bytes: Buffer): string {
  if (bytes.subarray(0, 3).equals(byteOrderMark))
    throw badRequest('invalid-text', 'The body begins with a byte order mark (EF BB BF); send it without.');
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) throw badRequest('invalid-text', `The body is not UTF-8: ${firstUnfit(bytes, text)}.`);
  return text;
}

/** Where the text that was read differs from the bytes: there stands U+FFFD instead. */
function firstUnfit(bytes: Buffer, text: string): string {
  const read = Buffer.from(text);
  const at = read.findIndex((byte, index) => byte !== bytes[index]);
  const byte = bytes[at]?.toString(16).toUpperCase().padStart(2, '0');
  return byte === undefined ? 'it ends within a character' : `byte ${String(at + 1)} is ${byte}`;
}

/** Whether there is nothing but what JSON takes for white space. */
export const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text);

/** Refuses text with what no text should hold. */
export function checkText(text: string, place: string): void {
  const found = unfitText.exec(text);
  if (!found) return;
  const code = found[0].charCodeAt(0).toString(16).padStart(4, '0');
  const message = `has the character U+${code.toUpperCase()}, which text cannot hold; remove it`;
  throw badRequest('invalid-text', `"${place.slice(0, 100)}" ${message}.`, [{ field: place.slice(0, 200), message }]);
}
