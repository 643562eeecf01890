import { logTo } from './log.js';
import { plainLines } from './plain-lines.js';

function lines() {
  const written: string[] = [];
  return { written, write: (line: string): void => void written.push(line) };
}

describe('the log', () => {
  it('writes one line of JSON for each thing, whatever is in its message', () => {
    const out = lines();
    logTo(out).error('Two\nlines "quoted"', { requestId: 'r-1', route: undefined });
    expect(out.written).toHaveLength(1);
    expect(out.written[0]).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(out.written[0] ?? '')).toEqual({
      level: 'error',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      requestId: 'r-1',
      msg: 'Two\nlines "quoted"',
    });
  });

  it.each([
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['notice', ['error', 'warn', 'notice']],
    ['info', ['error', 'warn', 'notice', 'info']],
  ] as const)('has at the level %s the lines of %j', (level, wanted) => {
    const out = lines();
    const log = logTo(out, level);
    for (const each of ['error', 'warn', 'notice', 'info'] as const) log[each](each);
    expect(out.written.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(wanted);
  });

  it('is plain text without colours for who reads it at a terminal', () => {
    const out = lines();
    const log = logTo(plainLines(out));
    log.notice('Tidemark listens.');
    log.info('GET /v1/users 200', { ms: 3 });
    log.error('The disk is full.', { again: 7 });
    expect(out.written).toEqual([
      'Tidemark listens.\n',
      'GET /v1/users 200 ms=3\n',
      'error: The disk is full. again=7\n',
    ]);
  });
});
