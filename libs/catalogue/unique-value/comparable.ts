/**
 * ADR 34: the text by which values are the same: without case and invisible characters, in NFC, trimmed, with one space wherever there
 * are some of any kind. In capitals, so that a code which is plain already is its own comparable text.
 */
export const comparable = (value: string): string =>
  value
    .replace(invisible, '')
    .normalize('NFC')
    // Down first: the capital ẞ has no capital of its own to go to.
    .toLowerCase()
    .toUpperCase()
    // Turkish and Azeri have two letters i: of i, ı, I and İ, languages differ on which are the same.
    .normalize('NFD')
    .replace(/I\u0307+/g, 'I')
    .normalize('NFC')
    .replace(spaces, ' ')
    .replace(/^ | $/g, '');

/** Of every width, and those that do not break or begin a new line. */
const spaces = /[\s\u0085]+/g;
/** Format characters, fillers, the blank of Braille, and controls other than spaces. */
const invisible = /(?![\s\u0085])[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]|\u{FEFF}/gu;
