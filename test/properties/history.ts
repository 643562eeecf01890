import fc from 'fast-check';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { originMoves } from './origin.moves.js';
import { Picks } from './picks.js';
import { contractMoves, salesMoves } from './sales.moves.js';
import { settingMoves } from './settings.moves.js';
import { World, type WorldOptions } from './world.js';

const moves = {
  ...settingMoves,
  ...salesMoves,
  ...contractMoves,
  ...originMoves,
  process: (world: World) => world.process(),
  project: (world: World) => world.project(),
  restartProjector: (world: World) => world.restartProjector(),
};
type Move = keyof typeof moves;

export interface Step {
  readonly move: Move;
  readonly picks: readonly number[];
  /** Milliseconds on the clock before it. */
  readonly wait: number;
  /** How far between its record's last event and now it happened; null: now. */
  readonly back: number | null;
}

const often: readonly Move[] = [
  'open',
  'deal',
  'resale',
  'sell',
  'changeLines',
  'lose',
  'unlock',
  'reopen',
  'process',
  'reassignUser',
  'moveProject',
  'changeLead',
  'nameOrigin',
];
const day = 86_400_000;
const putBack = [-1, -1_000, -60_000, -300_000, -day / 24, -day];

/** What people do, in any order and at any time; `clockSteps`: on clocks that are put back now and then. */
export const anyHistory = ({ contractsByHand = true, clockSteps = false } = {}): fc.Arbitrary<readonly Step[]> => {
  const byHand: readonly Move[] = ['amendContract', 'cancelContract'];
  const others = (Object.keys(moves) as Move[]).filter((move) => !byHand.includes(move));
  const frequent = contractsByHand ? [...often, ...byHand] : often;
  const step = fc.record({
    move: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...frequent) },
      { weight: 2, arbitrary: fc.constantFrom(...others) },
    ),
    picks: fc.array(fc.nat({ max: 9_999 }), { minLength: 5, maxLength: 5 }),
    wait: fc.constantFrom(0, 0, 1, 1_000, day / 24, day, 9 * day, 30 * day, ...(clockSteps ? putBack : [])),
    back: fc.option(fc.constantFrom(0, 0.2, 0.5, 0.9, 1), { freq: 2 }),
  });
  // Without a bias to small values: most histories are to be long, and most picks different.
  return fc.noBias(fc.array(step, { minLength: 5, maxLength: 70, size: 'max' }));
};

/** What is there before: enough to sell, and something that was sold again. The picks of each are of its place: new ones go to the end. */
const beginning: readonly Move[] = [
  'createProject',
  'createProject',
  'registerUser',
  'registerUser',
  'createPipeline',
  'createPipeline',
  'createAccount',
  'createAccount',
  'createProduct',
  'createProduct',
  'createPriceBook',
  'createPriceBook',
  'open',
  'open',
  'deal',
  'deal',
  'resale',
  'resale',
  'createCampaign',
  'createPartner',
  'createLead',
  'createLead',
];

export interface Lived {
  readonly world: World;
  /** The whole log. */
  readonly events: readonly RecordedEvent[];
}

/** Lives through the history, then checks; a failure tells the whole story. */
export async function living(
  steps: readonly Step[],
  options: WorldOptions,
  check: (lived: Lived) => Promise<void>,
): Promise<void> {
  const world = await World.open(options);
  try {
    for (const [index, move] of beginning.entries()) {
      world.clock.advance(day / 10);
      await moves[move](world, new Picks([index + 1]));
    }
    for (const { move, picks, wait, back } of steps) {
      world.clock.advance(wait);
      world.backDate(back ?? undefined);
      await moves[move](world, new Picks(picks));
    }
    const events = await world.settle();
    await check({ world, events });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\n\nWhat happened:\n${world.story.join('\n')}`, { cause: error });
  } finally {
    await world.close();
  }
}

/**
 * So many histories, and time enough to make one that fails small; fast-check prints its seed and path. With them it is seen again,
 * and with a number it looks for more: `PROPERTY_SEED=… PROPERTY_PATH=… PROPERTY_RUNS=… npx jest test/properties`.
 */
export function runs(numRuns: number): fc.Parameters<unknown> {
  const { PROPERTY_SEED: seed, PROPERTY_PATH: path, PROPERTY_RUNS: more } = process.env;
  return {
    numRuns: more === undefined ? numRuns : Number(more),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(path !== undefined && { path }),
    plugins: [fc.interruptAfterTimeLimit(more === undefined ? 40_000 : 110_000)],
  };
}
