import fc from 'fast-check';
import { derivedId, newId, type CommandId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { comparable } from './comparable.js';
import { ValueReleased, ValueReserved } from './unique-value.events.js';
import { uniqueValue, uniqueValueIdOf, type ReleaseValue, type ReserveValue } from './unique-value.js';

const code = { uniqueValueId: uniqueValueIdOf('product-code', 'GTX'), kind: 'product-code', value: 'GTX' };
const [first, second, third] = [newId<CommandId>(), newId<CommandId>(), newId<CommandId>()];
const reserve = (holder: string, commandId: CommandId, takeOverFrom?: CommandId): ReserveValue => ({
  type: 'ReserveValue',
  ...code,
  holder,
  commandId,
  takeOverFrom,
});
const reserved = (holder: string, commandId: CommandId, replaces?: CommandId) =>
  ValueReserved.of({ ...code, holder, commandId, replaces });
const release = (reservation: CommandId): ReleaseValue => ({
  type: 'ReleaseValue',
  uniqueValueId: code.uniqueValueId,
  reservation,
});
const released = ValueReleased.of({ ...code, holder: 'product-1', reservation: first });

describe('a unique value', () => {
  it('is reserved', () =>
    given(uniqueValue).when(reserve('product-1', first)).thenEvents(reserved('product-1', first)));
  it('is reserved again by its holder, which replaces the reservation before', () =>
    given(uniqueValue, reserved('product-1', first))
      .when(reserve('product-1', second))
      .thenEvents(reserved('product-1', second, first)));
  it('is not reserved twice by one reservation', () =>
    given(uniqueValue, reserved('product-1', first)).when(reserve('product-1', first)).thenNothing());
  it('is refused to another, naming the holder', () =>
    given(uniqueValue, reserved('product-1', first))
      .when(reserve('product-2', second))
      .thenRejected('value-taken', { holder: 'product-1', commandId: first }));
  it('is free for another once released', () =>
    given(uniqueValue, reserved('product-1', first), released)
      .when(reserve('product-2', second))
      .thenEvents(reserved('product-2', second)));

  it('is taken over from the reservation that was found stale', () =>
    given(uniqueValue, reserved('product-1', first))
      .when(reserve('product-2', second, first))
      .thenEvents(reserved('product-2', second, first)));
  it('is not taken over from whoever reserved it since', () =>
    given(uniqueValue, reserved('product-1', first), reserved('product-2', second, first))
      .when(reserve('product-3', third, first))
      .thenRejected('value-taken', { holder: 'product-2' }));
  it('is not taken over from a holder that has reserved it again since', () =>
    given(uniqueValue, reserved('product-1', first), reserved('product-1', second, first))
      .when(reserve('product-3', third, first))
      .thenRejected('value-taken', { holder: 'product-1', commandId: second }));

  it('is released by the end of its reservation, once', () => {
    given(uniqueValue, reserved('product-1', first)).when(release(first)).thenEvents(released);
    given(uniqueValue, reserved('product-1', first), released).when(release(first)).thenNothing();
    given(uniqueValue).when(release(first)).thenNothing();
  });
  it('is not released by the end of a reservation that was replaced, by another or by the same holder', () => {
    given(uniqueValue, reserved('product-1', first), reserved('product-2', second, first))
      .when(release(first))
      .thenNothing();
    given(uniqueValue, reserved('product-1', first), reserved('product-1', second, first))
      .when(release(first))
      .thenNothing();
  });
});

describe('values that are the same', () => {
  const idOf = (value: string) => uniqueValueIdOf('product-code', value);

  it.each([
    ['in another case', 'gtx-pro', 'GTX-Pro'],
    ['with spaces around', ' GTX\t', 'GTX'],
    ['composed otherwise', 'Caf\u0065\u0301', 'CAF\u00c9'],
    ['with a zero-width space', 'GT\u200bX', 'GTX'],
    ['with a soft hyphen', 'GT\u00adX', 'GTX'],
    ['with a direction mark', '\u200eGTX\u202c', 'GTX'],
    ['with a byte order mark', '\ufeffGTX', 'GTX'],
    ['with a variation selector', 'GTX\ufe0f', 'GTX'],
    ['with a filler', 'GTX\u3164', 'GTX'],
    ['with a control character', 'GT\u0000X', 'GTX'],
    ['with an invisible one between a letter and its accent', 'CAFE\u200b\u0301', 'café'],
    ['with sharp s', 'STRASSE', 'straße'],
    ['with capital sharp s', 'STRA\u1e9eE', 'straße'],
    ['with a final sigma', 'ΟΔΟΣ', 'οδος'],
    ['with a Turkish capital i', '\u0130Z-1', 'iz-1'],
    ['with a Turkish small i', '\u0131z-1', 'IZ-1'],
    ['with a Turkish capital i of two characters', 'I\u0307Z-1', 'iz-1'],
    ['with a long s', 'GA\u017f', 'gas'],
    ['with a ligature', '\ufb01x', 'FIX'],
    ['with the sign of Kelvin', '\u212a-1', 'k-1'],
    ['with a space that does not break', 'GTX\u00a0Pro', 'GTX Pro'],
    ['with two spaces', 'GTX  Pro', 'GTX Pro'],
    ['with a narrow space, a tab and a line break', 'GTX\u202f\t\r\nPro', 'GTX Pro'],
    ['with the next-line control', 'GTX\u0085Pro', 'GTX Pro'],
    ['with an ideographic space around', '\u3000GTX\u00a0', 'GTX'],
    ['with an invisible one between spaces', 'GTX \u200b Pro', 'GTX Pro'],
    ['with the blank of Braille', 'GTX\u2800', 'GTX'],
    ['with joiners', 'G\u200dT\u200cX\u2060', 'GTX'],
    ['with an isolate', '\u2067GTX\u2069', 'GTX'],
    ['with a tag', 'GTX\u{e0041}', 'GTX'],
  ])('have one id %s', (_what, one, other) => expect(idOf(one)).toBe(idOf(other)));

  it.each([
    ['spaces inside', 'GTX PRO', 'GTXPRO'],
    ['accents', 'CAFE', 'CAFÉ'],
    ['signs', 'GTX-PRO', 'GTX_PRO'],
    ['dots above', 'Ż-1', 'Z-1'],
    ['scripts', '\u0410-1', 'A-1'],
    ['widths', '\uff27TX', 'GTX'],
  ])('have ids of their own with other %s', (_what, one, other) => expect(idOf(one)).not.toBe(idOf(other)));

  it('keep the id that a plain code in capitals has always had', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[!-`{-~]([ -`{-~]*[!-`{-~])?$/), (plain) => {
        expect(idOf(plain)).toBe(derivedId('unique', 'product-code', plain));
      }),
    ));
  it('have the id S-1 had when it was first stored', () =>
    expect(idOf('S-1')).toBe('03976a56-55a7-5a1d-a060-04d5b2f1d9c4'));

  it('are compared alike whatever was done to them before', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const text = comparable(value);
        expect(comparable(text)).toBe(text);
        expect(comparable(value.normalize('NFD'))).toBe(text);
        expect(comparable(` ${value}\u200b`)).toBe(text);
        expect(comparable(value.toUpperCase())).toBe(text);
        expect(comparable(value.toLowerCase())).toBe(text);
      }),
      { numRuns: 2_000 },
    ));
});
