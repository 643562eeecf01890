/** Letters that are more than a base letter with a mark, as they are written where they are missing; both small sigmas are one. */
const alike: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
};

const controls = /\p{Cc}/gu;
const onlyAscii = /^[ -~]*$/;
const marks = /\p{M}/gu;
const unlike = new RegExp(`[${Object.keys(alike).join('')}]`, 'g');
/** A word of a text as searches compare it. */
export const wordPattern = /[\p{L}\p{N}]+/gu;

/**
 * The text as searches compare it: in compatible form (`ﬁ` is `fi`, `²` is `2`), without marks, in small letters, with `ß` as `ss`,
 * `ø` as `o`, `æ` as `ae`, `ł` as `l`, `ı` as `i`. `ä` is `a`, not `ae`. Control characters are spaces. Marks go in every script: where they write vowels, more is
 * found than was asked for. The same in every adapter, and for text that went through it before.
 */
export function searchable(text: string): string {
  const printed = text.replace(controls, ' ');
  if (onlyAscii.test(printed)) return printed.toLowerCase();
  return printed
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(marks, '')
    .replace(unlike, (letter) => alike[letter] ?? letter);
}

/** The words of a text as searches compare them, each once: what stands between anything that is no letter and no digit. */
export const searchWords = (text: string): readonly string[] => [...new Set(searchable(text).match(wordPattern))];
