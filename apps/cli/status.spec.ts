import { TestApi, testKey } from '../../libs/testing/api/test-api.js';
import { LiveFeed } from '../../libs/testing/api/live-feed.js';
import { statusCommand } from './status.js';

async function status(...args: readonly string[]) {
  const said: string[] = [];
  const output = { write: (text: string) => said.push(text) };
  const code = await statusCommand(args, {}, { stdout: output, stderr: output });
  return { code, said: said.join('') };
}

describe('tidemark status', () => {
  it('says how a running Tidemark is, and ends with 0 where it is ready', async () => {
    const api = await TestApi.open();
    await api.settled();
    const feed = await LiveFeed.open(api.origin);
    await feed.untilCaughtUp();
    const { code, said } = await status('--url', `${api.origin}/`, '--key', testKey);
    feed.leave();
    await api.close();
    expect(code).toBe(0);
    expect(said).toMatch(/^ready +yes$/m);
    expect(said).toMatch(/^log +sqlite-1, ends at \S+:\d+$/m);
    expect(said).toMatch(/^read models +up to date$/m);
    expect(said).toMatch(/^sale-makes-contracts +up to date$/m);
    expect(said).toMatch(/^live readers +1 of the contract feed, the last 0 events behind$/m);
  });

  it('ends with 1, and says why, where it is told nothing', async () => {
    const api = await TestApi.open();
    const wrong = await status('--url', api.origin, '--key', 'wrong-key-0123456789');
    expect(wrong.code).toBe(1);
    expect(wrong.said).toMatch(/^ready {2}no: http.*\/version answers "This key is not known here; check it."\n$/);
    await api.close();
    const gone = await status('--url', api.origin, '--key', testKey);
    expect(gone.code).toBe(1);
    expect(gone.said).toMatch(/^ready {2}no: http.*\/health\/ready does not answer: \S/);
  });

  it('wants to know of which', async () => {
    await expect(status()).rejects.toThrow('--url http://localhost:3000');
    await expect(status('--url', 'http://localhost:3000')).rejects.toThrow('--key');
  });
});
