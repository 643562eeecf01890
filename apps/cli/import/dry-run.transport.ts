import type { Transport } from './transport.js';

/** Sends nothing; every request is answered with what it would make. */
export const dryRunTransport: Transport = {
  send: ({ key, body }) => Promise.resolve({ status: 200, body: { id: key, record: body } }),
  settled: () => Promise.resolve(),
};
