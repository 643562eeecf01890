// The requests of the README by a client whose types `npm run client` makes of docs/openapi.json: it compiles, or the document is wrong.
import type { components, paths } from '../../dist/client/api.js';

type Method<Path extends keyof paths> = keyof paths[Path] & ('get' | 'post' | 'put');
type Query<Operation> = Operation extends { parameters: { query?: infer Asked } } ? Asked : never;
type Body<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Sent } } }
  ? Sent
  : undefined;
type Done<Operation> = Operation extends { responses: infer Answers }
  ? Answers[keyof Answers & (200 | 201)] extends { content: infer Content }
    ? Content[keyof Content]
    : never
  : never;
type Problem = components['schemas']['Problem'];

interface Request<Operation> {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Query<Operation>;
  readonly body?: Body<Operation>;
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export class Client {
  constructor(
    private readonly origin: string,
    private readonly key: string,
  ) {}

  async send<Path extends keyof paths & string, M extends Method<Path>>(
    method: M,
    path: Path,
    { path: named = {}, query, body }: Request<paths[Path][M]> = {},
  ): Promise<Done<paths[Path][M]>> {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(named[name] ?? ''));
    const asked = Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]);
    const answer = await fetch(`${this.origin}${filled}?${new URLSearchParams(asked).toString()}`, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${this.key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Refused((await answer.json()) as Problem);
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
    return (isJson ? await answer.json() : await answer.text()) as Done<paths[Path][M]>;
  }
}

export async function readmeRequests(client: Client): Promise<readonly string[]> {
  const { stages } = await client.send('get', '/v1/reports/pipeline', { query: { asOf: '2017-03-31' } });
  const open = stages
    .filter(({ category }) => category === 'open')
    .map(({ stage, count }) => `${stage}: ${String(count)}`);

  const { key } = await client.send('post', '/v1/api-keys', {
    body: { label: 'Portal', scopes: ['read', 'feed:read'] },
  });

  const put = { accountType: 'company', name: 'Acme' } as const;
  const account = await client.send('put', '/v1/accounts/by-reference/{system}/{id}', {
    path: { system: 'erp', id: 'C-1042' },
    body: put,
  });
  const name = account.record.name;
  const shown = name === null ? '' : typeof name === 'string' ? name : '(erased)';

  const sales = await client.send('get', '/v1/reports/sales', { query: { groupBy: 'quarter', sort: '-amount' } });
  const won = sales.rows.flatMap(({ key: period, won: { amounts } }) =>
    amounts.map(({ amount, currency }) => `${period}: ${amount} ${currency}`),
  );

  const events = await client.send('get', '/v1/contract-events', { query: { origin: 'sale' } });
  return [...open, key ?? '', `${account.id} ${String(account.created)} ${shown}`, ...won, ...events.split('\n')];
}

/** What must not compile: were the types any, it would. */
export async function wrongRequests(client: Client): Promise<void> {
  // @ts-expect-error There is no such grouping.
  await client.send('get', '/v1/reports/sales', { query: { groupBy: 'weekday' } });
  // @ts-expect-error A key has scopes.
  await client.send('post', '/v1/api-keys', { body: { label: 'Portal' } });
  const { stages } = await client.send('get', '/v1/reports/pipeline');
  // @ts-expect-error There is no such field.
  stages.map(({ surprise }) => surprise);
  try {
    await client.send('get', '/version');
  } catch (error) {
    // @ts-expect-error There is no such code.
    if (error instanceof Refused && error.problem.code === 'no-such-code') throw error;
  }
}
