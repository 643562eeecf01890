import { FailedLogins } from './failed-logins.js';

function openLogins(free = 3) {
  let millis = 0;
  const logins = new FailedLogins(free, () => millis);
  return {
    logins,
    pass: (more: number): void => {
      millis += more;
    },
    fail: (address: string, times: number): void => {
      for (let time = 0; time < times; time += 1) logins.failed(address, `guess ${String(time)}`);
    },
  };
}

describe('failed logins', () => {
  it('are free for some tries, then one every five seconds, for their address alone', () => {
    const { logins, pass, fail } = openLogins();
    fail('10.0.0.1', 2);
    expect(logins.wait('10.0.0.1', 'key')).toBe(0);
    fail('10.0.0.1', 1);
    expect(logins.wait('10.0.0.1', 'key')).toBe(5);
    expect(logins.wait('10.0.0.2', 'key')).toBe(0);
    pass(4_001);
    expect(logins.wait('10.0.0.1', 'key')).toBe(1);
    pass(999);
    expect(logins.wait('10.0.0.1', 'key')).toBe(0);
    fail('10.0.0.1', 1);
    expect(logins.wait('10.0.0.1', 'key')).toBe(5);
  });

  it('are forgotten with time', () => {
    const { logins, pass, fail } = openLogins();
    fail('10.0.0.1', 3);
    pass(60_000);
    fail('10.0.0.1', 2);
    expect(logins.wait('10.0.0.1', 'key')).toBe(0);
  });

  it('keep nobody out who has used their key from there before; until it opens no more', () => {
    const { logins, fail } = openLogins();
    logins.succeeded('10.0.0.1', 'key');
    fail('10.0.0.1', 3);
    expect(logins.wait('10.0.0.1', 'key')).toBe(0);
    expect(logins.wait('10.0.0.1', 'another key')).toBe(5);
    logins.failed('10.0.0.1', 'key');
    expect(logins.wait('10.0.0.1', 'key')).toBe(5);
  });

  it('count for a whole IPv6 network, however its addresses are written', () => {
    const { logins, fail } = openLogins();
    fail('2001:db8:0:7::1', 2);
    fail('2001:db8:0:7:a:b:c:d', 1);
    expect(logins.wait('2001:db8:0:7::2', 'key')).toBe(5);
    expect(logins.wait('2001:db8:0:8::2', 'key')).toBe(0);
    expect(logins.wait('::1', 'key')).toBe(0);
    fail('::ffff:10.0.0.1', 3);
    expect(logins.wait('::ffff:10.0.0.2', 'key')).toBe(0);
  });
});
