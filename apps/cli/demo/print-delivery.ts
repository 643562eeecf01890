import { sameMoney } from '../../../libs/kernel/money.js';
import { feedIn, saleIn, type Sale, type SoldLine } from './answers.parse.js';
import { consumeWithKill, type Delivered } from './consumer-run.js';
import type { LiveApi } from './live-api.js';
import { amountText, grouped, headline, json, type Block } from './page.js';
import type { Names } from './step.js';
import type { Sent } from './teller.js';
import { turningPoints } from './turning-points.js';

export interface DeliveryParts {
  readonly api: LiveApi;
  readonly names: Names;
  /** The sale that followed an unlocking, as it was sent. */
  readonly soldAgain: Sent;
  /** Where the consumer keeps its journal. */
  readonly folder: string;
}

/** A consumer that is killed and misses nothing, and what a second sale of the same opportunity means to it. */
export async function deliveryBlock({ api, names, soldAgain, folder }: DeliveryParts): Promise<Block> {
  const feed = feedIn(await api.get('/v1/contract-events', { origin: 'sale' }));
  const delivered = await consumeWithKill(api, folder, feed);
  const { sale, record } = saleIn((await api.post(soldAgain.path, soldAgain.body, soldAgain.key)).text);
  const changes = new Set(sale.amended.map(({ contractId }) => contractId));
  const amended = feed.find(({ type, subject }) => type === 'tidemark.ContractAmended' && changes.has(subject));
  const lines = [
    headline('Delivery: every contract event, once'),
    `$ TIDEMARK_KEY=${api.key} node examples/contract-consumer.mjs ${api.url} <folder> --once`,
    `  killed (SIGKILL) half-way, with ${String(delivered.whenKilled)} applied, then run again: ${counted(delivered)}`,
    `Sold again, "${record.name}" (${names.get(turningPoints.again) ?? ''}):`,
    ...outcome(sale),
    'The amended contract as the consumer gets it, in a CloudEvents envelope; of the event:',
    ...json({ ...amended, ...sameInAll, correlationid: undefined }),
  ];
  const { received, missing, twice } = delivered;
  // A contract may expire while the consumer runs: it has that event too.
  const isWhole = received >= feed.length && missing === 0 && twice === 0;
  return { lines, right: isWhole && amended !== undefined };
}

/** What the envelope says of every event of its kind, and the time twice. */
const sameInAll = {
  specversion: undefined,
  source: undefined,
  datacontenttype: undefined,
  dataschema: undefined,
  recordedat: undefined,
};

const counted = ({ received, missing, twice }: Delivered): string =>
  `received ${grouped(String(received))}, missing ${String(missing)}, applied twice ${String(twice)}`;

const outcome = ({ kept, amended, created, cancelled }: Sale): readonly string[] => [
  part('kept', kept),
  part('amended', amended),
  `${part('created', created)}; cancelled ${lineTexts(cancelled)}`,
];

const part = (what: string, lines: readonly SoldLine[]): string => `  ${what.padEnd(9)}  ${lineTexts(lines)}`;

const lineTexts = (lines: readonly SoldLine[]): string => lines.map(lineText).join('; ');

const lineText = ({ name, quantity, unit, total, previousTotal }: SoldLine): string => {
  const changed = previousTotal !== undefined && !sameMoney(previousTotal, total);
  return `${name}, ${quantity} ${unit}: ${amountText(total)}${changed ? `, was ${amountText(previousTotal)}` : ''}`;
};
