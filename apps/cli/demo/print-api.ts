import { parsed, saleIn } from './answers.parse.js';
import type { LiveApi } from './live-api.js';
import { headline, json } from './page.js';
import { storyEnd } from './story.js';
import type { Names } from './step.js';
import { turningPoints } from './turning-points.js';

/** A sale over HTTP, the same key again, and a refusal. */
export async function apiBlock(api: LiveApi, names: Names): Promise<readonly string[]> {
  const path = `/v1/opportunities/${names.get(turningPoints.ready) ?? ''}`;
  const body = { soldOn: storyEnd };
  const first = await api.post(`${path}/sell`, body, 'demo-sale');
  const again = await api.post(`${path}/sell`, body, 'demo-sale');
  const quote = { name: 'One more', currency: 'EUR' };
  const refused = await api.post(`${path}/quotes`, quote, 'demo-quote');
  const { id, revision, position, sale, record } = saleIn(first.text);
  const created = sale.created.map(({ name, quantity, unit, total, contractId }) => ({ name, quantity, unit, total, contractId }));
  const { name, status, soldOn, revenue } = record;
  const same = again.status === first.status && again.text === first.text;
  return [
    headline('API: a sale'),
    `$ curl ${api.url}${path}/sell \\`,
    `    -H 'Authorization: Bearer ${api.key}' -H 'Idempotency-Key: demo-sale' \\`,
    `    -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`,
    `${String(first.status)}, ETag ${first.etag ?? 'none'}, in part:`,
    ...json({ id, revision, position, sale: { created }, record: { name, status, soldOn, revenue } }),
    same
      ? `The same again, with the same key: ${String(again.status)} and the same answer, byte for byte (${String(again.text.length)} of them).`
      : `The same again, with the same key, answers something else: ${String(again.status)} ${again.text}`,
    `A quote for what is sold, POST …/quotes ${JSON.stringify(quote)}: ${String(refused.status)}, application/problem+json`,
    ...json(parsed(refused.text)),
  ];
}
