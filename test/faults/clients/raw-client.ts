import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { testKey } from '../../../libs/testing/api/test-api.js';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A client that sends what it likes, and reads when it likes. */
export class RawClient {
  /** All that came. */
  text = '';
  /** Resolves when the connection has ended, however it did. */
  readonly ended: Promise<void>;
  private news: () => void = () => undefined;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (part: string) => {
      this.text += part;
      this.news();
    });
    socket.on('error', () => undefined);
    this.ended = new Promise((resolve) =>
      socket.once('close', () => {
        resolve();
        this.news();
      }),
    );
  }

  static async to(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  send(text: string): void {
    this.socket.write(text);
  }

  /** Sends a request, or with `length` the head of one whose body is to come. */
  request(
    method: string,
    path: string,
    { body = '', type = 'application/json', accept = '*/*', length = Buffer.byteLength(body) } = {},
  ): void {
    const head = [
      `${method} ${path} HTTP/1.1`,
      'Host: tidemark',
      `Authorization: Bearer ${testKey}`,
      `Accept: ${accept}`,
      ...(length > 0 ? [`Content-Type: ${type}`, `Content-Length: ${String(length)}`] : []),
    ];
    this.send(`${head.join('\r\n')}\r\n\r\n${body}`);
  }

  /** Resolves when this has come. @throws when the connection ended without it */
  async until(expected: RegExp): Promise<void> {
    while (!expected.test(this.text)) {
      if (this.socket.closed) throw new Error(`The connection has ended with: ${this.text.slice(-500)}`);
      await new Promise<void>((resolve) => (this.news = resolve));
    }
  }

  /** The first answer, as far as it came. */
  get answer(): RawAnswer {
    const [head = '', ...rest] = this.text.split('\r\n\r\n');
    const [first = '', ...lines] = head.split('\r\n');
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers), body: rest.join('\r\n\r\n') };
  }

  leave(): void {
    this.socket.destroy();
  }
}
