/**
 * The text by which values are the same: without invisible characters, in NFC, trimmed, without case. In capitals, so that a code
 * which is plain already is its own comparable text.
 */
export const comparable = (value: string): string =>
  value
    .replace(invisible, '')
    .normalize('NFC')
    .trim()
    // Down first: the capital ẞ has no capital of its own to go to.
    .toLowerCase()
    .toUpperCase()
    .normalize('NFC');

/** Format characters, fillers, and controls other than spaces. */
const invisible = /(?!\s)[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]|\u{FEFF}/gu;
