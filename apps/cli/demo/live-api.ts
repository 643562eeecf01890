import type { Json } from '../../../libs/kernel/json.js';

export interface Reply {
  readonly status: number;
  readonly etag: string | null;
  readonly text: string;
}

/** The running API over real HTTP, as anybody else sees it. */
export class LiveApi {
  constructor(
    readonly url: string,
    readonly key: string,
  ) {}

  /** @throws when the answer is no success */
  async get(path: string, query: Readonly<Record<string, string>> = {}): Promise<string> {
    const search = new URLSearchParams(query).toString();
    const { status, text } = await this.send(`${path}${search === '' ? '' : `?${search}`}`, {});
    if (status !== 200) throw new Error(`GET ${path} answered ${String(status)}: ${text}`);
    return text;
  }

  post(path: string, body: Json, key: string): Promise<Reply> {
    return this.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  }

  private async send(
    path: string,
    { headers, ...init }: RequestInit & { readonly headers?: Record<string, string> },
  ): Promise<Reply> {
    const answer = await fetch(`${this.url}${path}`, {
      ...init,
      headers: { ...headers, authorization: `Bearer ${this.key}` },
    });
    return { status: answer.status, etag: answer.headers.get('etag'), text: await answer.text() };
  }
}
