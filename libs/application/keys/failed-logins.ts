import { LruMap } from '../../kernel/lru-map.js';

interface Tries {
  readonly left: number;
  readonly at: number;
}

const addressesKept = 10_000;
/** One more try after so many milliseconds. */
const againAfter = 5_000;

/**
 * Slows guesses: an address has some tries with keys that are not known, and gets one back every five seconds. Keys that it has used before are
 * let in meanwhile: whoever shares the address with one who guesses is not locked out.
 */
export class FailedLogins {
  private readonly tries = new LruMap<string, Tries>(addressesKept);
  private readonly used = new LruMap<string, true>(addressesKept);

  /** `free`: tries at once; `millis`: a clock that only goes forward. */
  constructor(
    private readonly free: number,
    private readonly millis: () => number,
  ) {}

  /** In how many seconds this address may try this key; 0: now. */
  wait(address: string, hashed: string): number {
    const { left, at } = this.of(address);
    if (left >= 1 || this.used.get(keyAt(address, hashed)) !== undefined) return 0;
    return Math.max(1, Math.ceil(((1 - left) * againAfter - (this.millis() - at)) / 1_000));
  }

  failed(address: string, hashed: string): void {
    const { left, at } = this.of(address);
    this.tries.set(from(address), { left: Math.max(0, left - 1), at });
    this.used.delete(keyAt(address, hashed));
  }

  succeeded(address: string, hashed: string): void {
    const key = keyAt(address, hashed);
    if (this.used.get(key) === undefined) this.used.set(key, true);
  }

  private of(address: string): Tries {
    const now = this.millis();
    const known = this.tries.get(from(address));
    if (known === undefined) return { left: this.free, at: now };
    const back = Math.floor((now - known.at) / againAfter);
    return { left: Math.min(this.free, known.left + back), at: known.at + back * againAfter };
  }
}

const keyAt = (address: string, hashed: string): string => `${from(address)} ${hashed}`;

/** Whoever has one IPv6 address has its network of 64 bits. */
function from(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [start = '', end = ''] = address.split('::');
  const [first, last] = [start, end].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = address.includes('::') ? 8 - (first?.length ?? 0) - (last?.length ?? 0) : 0;
  return [...(first ?? []), ...Array<string>(zeros).fill('0'), ...(last ?? [])].slice(0, 4).join(':');
}
