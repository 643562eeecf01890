import fc from 'fast-check';
import { searchable, searchWords } from './searchable.js';

const anyText = fc.string({ unit: 'binary' });

describe('text as searches compare it', () => {
  it.each([
    ['Müller & Söhne', 'muller & sohne'],
    ['Mu\u0308ller', 'muller'],
    ['STRASSE, Straße, STRAẞE', 'strasse, strasse, strasse'],
    ['İstanbul, ISPARTA, ısparta', 'istanbul, isparta, isparta'],
    ['Ørsted, Łódź, Ærø, Œuvre, Þór, Đorđe', 'orsted, lodz, aero, oeuvre, thor, dorde'],
    ['ΟΔΟΣ, οδός', 'οδοσ, οδοσ'],
    ['Йод, Ёлка', 'иод, елка'],
    ['ﬁne ½ m² Ⅳ', 'fine 1⁄2 m2 iv'],
    ['Ｆｕｌｌ', 'full'],
    ["100 % 'a'_b\\", "100 % 'a'_b\\"],
    ['A\0b\nÄ\u0085', 'a b a '],
    ['👩‍💻 ok', '👩\u200d💻 ok'],
  ])('%s is %s', (text, expected) => {
    expect(searchable(text)).toBe(expected);
  });

  it('is the same when it is made so again', () =>
    fc.assert(
      fc.property(anyText, (text) => expect(searchable(searchable(text))).toBe(searchable(text))),
      {
        numRuns: 1_000,
      },
    ));

  it('does not tell how marks are written', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        expect(searchable(text.normalize('NFC'))).toBe(searchable(text.normalize('NFD')));
      }),
    ));
});

describe('the words of a text', () => {
  it.each([
    ["Müller-Lüdenscheidt (O'Brien) Müller", ['muller', 'ludenscheidt', 'o', 'brien']],
    ['a.b@example.com, 3,5 %_x', ['a', 'b', 'example', 'com', '3', '5', 'x']],
    ['👍 -- %', []],
    ['', []],
  ])('%s', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  it('are the same of text that is as searches compare it', () =>
    fc.assert(fc.property(anyText, (text) => expect(searchWords(searchable(text))).toEqual(searchWords(text)))));
});
