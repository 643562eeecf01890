import { problemIn, TestApi, type Done, type Problem } from '../../libs/testing/api/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.open();
});
afterAll(() => api.close());

const refusal = (body: string | Buffer, url = '/v1/accounts'): Promise<Problem> => api.refuses('POST', url, body);
const account = (more: string): string => `{"accountType":"company","name":"Acme"${more}}`;
const ndjson = { 'content-type': 'application/x-ndjson' };
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const fields = (count: number): string => Array.from({ length: count }, (_, at) => `"f${String(at)}":1`).join();
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

describe('a body is refused', () => {
  it.each([
    ['name', account(',"name":"Other"')],
    ['name', account(',"n\\u0061me":"Acme"')],
    [
      'references.1.id',
      account(
        ',"references":[{"system":"erp","type":"customer","id":"1"},{"id":"1","system":"erp","type":"customer","id":"2"}]',
      ),
    ],
    ['surprise.0.1.a', account(',"surprise":[[1,{"a":1,"a":1}]]')],
  ])('that gives %s twice: the last would win', async (field, body) =>
    expect(await refusal(body)).toMatchObject({ code: 'duplicate-field', status: 400, errors: [{ field }] }),
  );

  it.each(['1e400', '12345678901234567890', '1.00000000000000000001'])(
    'with the number %s, which would become another',
    async (number) =>
      expect(await refusal(`{"surprise":[${number}]}`)).toMatchObject({
        code: 'invalid-number',
        status: 400,
        errors: [{ field: 'surprise.0' }],
      }),
  );

  it.each([
    ['Latin-1', latin1(account('').replace('Acme', 'Größe')), /not UTF-8: byte 36 is F6/],
    [
      'half a surrogate pair as bytes',
      Buffer.concat([latin1('{"name":"'), Buffer.from([0xed, 0xa0, 0x80]), latin1('"}')]),
      /not UTF-8/,
    ],
    ['cut within a character', Buffer.from('{"name":"ü').subarray(0, -1), /not UTF-8/],
    ['UTF-16', Buffer.from(account(''), 'utf16le'), /./],
    ['a byte order mark', Buffer.concat([byteOrderMark, Buffer.from(account(''))]), /byte order mark/],
    ['a byte order mark alone', byteOrderMark, /byte order mark/],
    ['white space that is none of JSON', Buffer.from('\u00a0'), /not valid JSON/],
  ])('that is not JSON in UTF-8: %s', async (_what, body, detail) => {
    const problem = await refusal(body);
    expect(problem).toMatchObject({ status: 400, detail: expect.stringMatching(detail) as string });
  });

  it.each([
    ['80,000 unknown fields', `{${fields(80_000)}}`, { tooMany: 'fields', limit: 500 }],
    ['80,000 fields further in', `{"references":[{${fields(80_000)}}]}`, { tooMany: 'fields', limit: 500 }],
    [
      'the fields of many objects',
      `{"a":[${Array(400)
        .fill(`{${fields(100)}}`)
        .join()}]}`,
      { tooMany: 'values', limit: 30_000 },
    ],
    ['300,000 elements', `{"references":[${Array(300_000).fill(1).join()}]}`, { tooMany: 'elements', limit: 10_000 }],
    [
      'the elements of many lists',
      `{"a":[${Array(9_000).fill('[1,2,3,4]').join()}]}`,
      { tooMany: 'values', limit: 30_000 },
    ],
  ])('whole, before it is checked, when it has %s', async (_what, body, excess) => {
    const answer = await api.send('POST', '/v1/accounts', body);
    expect(problemIn(answer)).toMatchObject({ status: 413, code: 'body-too-large', ...excess });
    expect(answer.text.length).toBeLessThan(1_000);
  });

  it.each([
    ['lists', '['.repeat(500_000)],
    ['objects', '{"a":'.repeat(200_000)],
  ])('before it is read to its end, when %s are within each other', async (_what, body) => {
    const answer = await api.send('POST', '/v1/accounts', body);
    expect(problemIn(answer)).toMatchObject({ status: 400, code: 'invalid-request', tooMany: 'levels', limit: 20 });
    expect(answer.text.length).toBeLessThan(1_000);
  });

  it('by its first wrong fields alone, when it has thousands', async () => {
    const references = Array.from({ length: 5_000 }, () => ({ system: 1, type: 2, id: 3 }));
    const lines = Array.from({ length: 999 }, () => ({ quantity: 1, stray: 1 }));
    const url = '/v1/opportunities/b6a1f6a8-33a9-4f4c-9a55-0f3d5a3f7c11/quotes';
    const answers = [
      await api.send('POST', '/v1/accounts', { accountType: 'company', name: 'A', references }),
      await api.send('POST', url, { name: 'Q', currency: 'EUR', lines }),
    ];
    const [tooMany, wrong] = answers.map(problemIn);
    expect(tooMany?.errors).toMatchObject([{ field: 'references' }]);
    expect(wrong?.errors).toHaveLength(20);
    expect(wrong?.detail).toMatch(/more/);
  });
});

describe('a line of a batch', () => {
  it('is refused for what a body is refused for, and the others are carried out', async () => {
    const command = (body: string): string => `{"path":"/v1/accounts","body":${body}}`;
    const lines = [
      Buffer.from(command(account(''))),
      Buffer.from(command(account(',"name":"Other"'))),
      Buffer.from(`{"path":"/v1/accounts","path":"/v1/projects","body":${account('')}}`),
      latin1(command(account('').replace('Acme', 'Größe'))),
      Buffer.concat([byteOrderMark, Buffer.from(command(account('')))]),
      Buffer.from(command('{"surprise":1e400}')),
      Buffer.from(' \t\r'),
      Buffer.from(command(account('').replace('Acme', 'Größe'))),
    ];
    const body = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
    const { text } = await api.send('POST', '/v1/batch', body, ndjson);
    const answers = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; status: number; body: Problem & Done });
    expect(answers.map(({ line, status, body: { code } }) => [line, status, code])).toEqual([
      [1, 201, undefined],
      [2, 400, 'duplicate-field'],
      [3, 400, 'duplicate-field'],
      [4, 400, 'invalid-text'],
      [5, 400, 'invalid-text'],
      [6, 400, 'invalid-number'],
      [8, 201, undefined],
    ]);
    expect(answers.at(-1)?.body.record['name']).toBe('Größe');
  });

  it('names its first wrong field alone where a thousand lines have many', async () => {
    const line = `{"path":"/v1/accounts","body":{${fields(90)}}}`;
    const { text } = await api.send('POST', '/v1/batch', Array(1_000).fill(line).join('\n'), ndjson);
    const listed = text
      .trim()
      .split('\n')
      .map((one) => (JSON.parse(one) as { body: Problem }).body.errors?.length);
    expect([listed[0], listed.at(-1)]).toEqual([20, 1]);
    expect(text.length).toBeLessThan(600_000);
  });

  it('is counted no further than the batch may have', async () => {
    const answer = await api.send('POST', '/v1/batch', Array(500_000).fill('1').join('\n'), ndjson);
    expect(problemIn(answer)).toMatchObject({ code: 'invalid-request', tooMany: 'lines', limit: 1_000 });
  });
});

describe('an address is refused shortly', () => {
  it.each([
    ['thousands of parameters', Array.from({ length: 1_500 }, (_, at) => `p${String(at)}=`).join('&')],
    ['a filter of thousands of conditions', `filter={%22and%22:[${Array(3_500).fill('{}').join()}]}`],
    [
      'a filter of thousands of names',
      `filter={${Array.from({ length: 1_000 }, (_, at) => `%22f${String(at)}%22:1`).join()}}`,
    ],
    ['a filter of thousands of levels', `filter=${'['.repeat(10_000)}`],
  ])('that has %s', async (_what, query) => {
    const answer = await api.send('GET', `/v1/accounts?${query}`);
    expect(problemIn(answer)).toMatchObject({ status: 400 });
    expect(answer.text.length).toBeLessThan(5_000);
  });
});
