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

describe('the servers', () => {
  const DATA_KEY = Buffer.alloc(32, 7).toString('base64');
  const both = {
    EVENTSTORE_URL: 'esdb://localhost:2113?tls=false',
    MONGODB_URL: 'mongodb://localhost:27017/tidemark?replicaSet=rs0',
    DATA_KEY,
  };

  it('are none unless they are set; an empty setting is none', () => {
    expect(configFrom({}).servers).toBeUndefined();
    expect(configFrom({ EVENTSTORE_URL: '', MONGODB_URL: '' }).servers).toBeUndefined();
    expect(configFrom(both).servers).toEqual({
      eventStoreUrl: both.EVENTSTORE_URL,
      mongoUrl: both.MONGODB_URL,
      dataKey: Buffer.alloc(32, 7),
    });
  });

  it.each(['EVENTSTORE_URL', 'MONGODB_URL', 'DATA_KEY'])('are refused without %s, by its name', (missing) => {
    const said = () => configFrom({ ...both, [missing]: undefined });
    expect(said).toThrow(ConfigError);
    expect(said).toThrow(missing);
  });

  it.each([
    ['EVENTSTORE_URL', 'http://user:secret@localhost:2113'],
    ['MONGODB_URL', 'localhost:27017/secret'],
  ])('are refused where %s is no such address, which is not repeated', (name, text) => {
    const said = () => configFrom({ ...both, [name]: text });
    expect(said).toThrow(name);
    expect(said).not.toThrow('secret');
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
