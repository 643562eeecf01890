import { configFrom } from './config.js';

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
