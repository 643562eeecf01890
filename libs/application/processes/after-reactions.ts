import { PositionUnknown, type EventLog, type Position } from '../../event-log/event-log.js';

/** How many processes may react one after the other to what the one before has written. */
const longestReaction = 4;

/**
 * Where the log ends once processes have worked on all up to this position, and on what they made of it; undefined when that was not in
 * time. Others may go on writing: what they write meanwhile is waited for only as far as processes may have written it. @throws PositionUnknown
 */
export async function afterReactions(
  log: Pick<EventLog, 'head'>,
  waitFor: (position: Position, timeoutMs: number) => Promise<boolean>,
  position: Position,
  timeoutMs: number,
): Promise<Position | undefined> {
  const end = performance.now() + timeoutMs;
  let [reached, before]: [Position, Position | undefined] = [position, undefined];
  for (let round = 0; round < longestReaction && reached !== before; round += 1) {
    if (!(await waitFor(reached, Math.max(0, end - performance.now())))) return undefined;
    before = reached;
    reached = (await log.head()) ?? reached;
  }
  return reached;
}

/** False for whatever kept it from being reached, but for a position that is unknown. */
export async function isReached(waiting: Promise<void>): Promise<boolean> {
  try {
    await waiting;
    return true;
  } catch (error) {
    if (error instanceof PositionUnknown) throw error;
    return false;
  }
}
