import { isPlainObject } from '../../../libs/kernel/json.js';
import { parsed, saleIn } from './answers.parse.js';
import type { LiveApi } from './live-api.js';
import { grouped, headline, json, type Block } from './page.js';
import { storyEnd } from './story.js';
import type { Names } from './step.js';
import { turningPoints } from './turning-points.js';

/** A sale over HTTP, the same key again, and a refusal. */
export async function apiBlock(api: LiveApi, names: Names): Promise<Block> {
  const path = `/v1/opportunities/${names.get(turningPoints.ready) ?? ''}`;
  const body = { soldOn: storyEnd };
  const first = await api.post(`${path}/sell`, body, 'demo-sale');
  const again = await api.post(`${path}/sell`, body, 'demo-sale');
  const quote = { name: 'One more', currency: 'EUR' };
  const refused = await api.post(`${path}/quotes`, quote, 'demo-quote');
  const { revision, position, sale, record } = saleIn(first.text);
  const created = sale.created.map(({ name, quantity, total }) => ({ name, quantity, total }));
  const { status, soldOn, revenue } = record;
  const same = first.status === 200 && again.status === 200 && again.text === first.text;
  const lines = [
    headline(`API: a sale, "${record.name}"`),
    `$ curl ${api.url}${path}/sell \\`,
    `    -H 'Authorization: Bearer ${api.key}' -H 'Idempotency-Key: demo-sale' \\`,
    `    -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`,
    `${String(first.status)}, ETag ${first.etag ?? 'none'}; of the answer:`,
    ...json({ revision, position, sale: { created }, record: { status, soldOn, revenue } }),
    same
      ? `The same with the same key again: 200, and the same ${grouped(String(again.text.length))} characters of answer; nothing was sold twice.`
      : `The same with the same key again answers something else: ${String(again.status)} ${again.text}`,
    `A quote for what is sold, POST …/quotes ${JSON.stringify(quote)}: ${String(refused.status)}, application/problem+json`,
    ...json(reasonIn(parsed(refused.text))),
  ];
  return { lines, right: same && refused.status === 409 };
}

/** Without what repeats the request, or would be another at each showing. */
function reasonIn(problem: unknown): unknown {
  if (!isPlainObject(problem)) return problem;
  const shown = ['title', 'status', 'code', 'detail'];
  return Object.fromEntries(Object.entries(problem).filter(([field]) => shown.includes(field)));
}
