/** A media range of an `Accept` header, such as `application/*;q=0.5`, by its place in it. */
interface Range {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
  readonly place: number;
}

const token = "[\\w!#$%&'*+.^`|~-]+";
const rangeText = new RegExp(`^(${token})/(${token})$`);

/**
 * Which of the media types a client wants most by its `Accept` header (RFC 9110, 12.5.1): the first without one, undefined where it
 * takes none of them. Ranges that are none, or ask for a variant that there is not, are passed over.
 */
export function preferred(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept === '*/*' || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').flatMap((text, place) => rangeIn(text, place));
  const wanted = offered.flatMap((offer) => {
    const range = ranges.filter((one) => fits(one, offer)).sort((a, b) => precision(b) - precision(a))[0];
    return range === undefined || range.quality === 0 ? [] : [{ offer, range }];
  });
  const byWish = wanted.sort(
    ({ range: a }, { range: b }) => b.quality - a.quality || precision(b) - precision(a) || a.place - b.place,
  );
  return byWish[0]?.offer;
}

function rangeIn(text: string, place: number): readonly Range[] {
  const [media = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [, type, subtype] = rangeText.exec(media) ?? [];
  const weights = parameters.filter((part) => part.startsWith('q='));
  // All that is sent is UTF-8; of any other variant there is none.
  const others = parameters.filter((part) => !part.startsWith('q=') && !/^(charset="?utf-?8"?)?$/.test(part));
  const quality = Number(weights[0]?.slice(2) ?? 1);
  if (type === undefined || subtype === undefined || others.length > 0 || !(quality >= 0 && quality <= 1)) return [];
  return [{ type, subtype, quality, place }];
}

const precision = ({ type, subtype }: Range): number => Number(type !== '*') + Number(subtype !== '*');

function fits({ type, subtype }: Range, offer: string): boolean {
  const [offeredType, offeredSubtype] = offer.split('/');
  return (type === '*' || type === offeredType) && (subtype === '*' || subtype === offeredSubtype);
}
