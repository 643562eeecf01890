import { configFrom, ConfigError } from './config.js';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(configFrom({})).toMatchObject({ port: 3000, host: '127.0.0.1', dataDir: './data', docsPage: true });
  });
  it('turns the page of the documentation off', () => {
    expect(configFrom({ DOCS: 'off' }).docsPage).toBe(false);
    expect(configFrom({ DOCS: 'on' }).docsPage).toBe(true);
    expect(() => configFrom({ DOCS: 'no' })).toThrow('DOCS is "no"; give on or off.');
  });
});

describe('PUBLIC_URL', () => {
  it('is where the API listens on this machine, unless it is said', () => {
    expect(configFrom({}).publicUrl).toBe('http://localhost:3000');
    expect(configFrom({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
    expect(configFrom({ PUBLIC_URL: 'https://crm.example.com' }).publicUrl).toBe('https://crm.example.com');
    expect(configFrom({ PUBLIC_URL: 'https://example.com/crm//' }).publicUrl).toBe('https://example.com/crm');
  });

  it.each([
    '',
    'crm.example.com',
    'ftp://crm.example.com',
    'https://crm.example.com?a=b',
    'https://a:b@crm.example.com',
  ])('is refused where nothing can be found under it: "%s"', (PUBLIC_URL) =>
    expect(() => configFrom({ PUBLIC_URL })).toThrow(ConfigError),
  );
});
