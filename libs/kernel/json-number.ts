/** So many digits always come back as they were. */
const alwaysKept = 15;
/** Longer ones are refused unread. */
const longest = 40;

/** Whether a number as JSON writes it is, once read, the number that was written, and no neighbour of it. */
export function keepsNumber(literal: string): boolean {
  if (literal.length <= alwaysKept && !/[eE]/.test(literal)) return true;
  if (literal.length > longest) return false;
  const read = Number(literal);
  return Number.isFinite(read) && normal(literal) === normal(String(read));
}

/** Digits and a power of ten, without zeros at either end. */
function normal(literal: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(literal) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign}${kept}e${String(Number(power) - fraction.length + digits.length - kept.length)}`;
}
