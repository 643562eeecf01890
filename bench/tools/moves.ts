import type { Call } from './load.js';
import type { Shop } from './shop.js';

/** Moves of these opportunities to one stage after the other, each time all of them: so that every move is an event. */
export const moves = (opportunities: readonly string[], { stages }: Shop): readonly Call[] =>
  [1, 2, 3, 0].flatMap((stage) =>
    opportunities.map((id) => ({
      method: 'POST' as const,
      path: `/v1/opportunities/${id}/move-to-stage`,
      body: { stageId: stages[stage] },
    })),
  );
