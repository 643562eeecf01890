import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { problem, type Problem } from './problem.js';

/** Answers what never became a request, or took too long to become one, and ends the connection. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket & Answering): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // Nothing may get into the middle of an answer.
  if (socket.writable && socket._httpMessage?.headersSent !== true) {
    const answer = problems[error.code ?? ''] ?? unreadable;
    const body = JSON.stringify(answer);
    const head = [
      `HTTP/1.1 ${String(answer.status)} ${STATUS_CODES[answer.status] ?? ''}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      'Connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}

/** What Node's own handler looks at, too. */
interface Answering {
  readonly _httpMessage?: ServerResponse | null;
}

const problems: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, 'request-timeout', 'The request did not arrive whole in time. Send it again.'),
  HPE_HEADER_OVERFLOW: problem(431, 'headers-too-large', 'The headers of the request are larger than 16 KiB.'),
};
const unreadable = problem(400, 'invalid-request', 'This is not a valid HTTP request.');
