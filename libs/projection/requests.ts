import { randomUUID } from 'node:crypto';
import { DomainError, isDomainError } from '../kernel/domain-error.js';
import { millisOf, type Clock, type Instant } from '../kernel/dates.js';
import { ReadStoreUnavailable, type DocumentChange, type ReadStore } from '../read-store/read-store.js';
import type { AdminActions } from './admin-actions.js';
import { messageOf } from './parked.js';
import { wait, type Wait } from './wait.js';

/** The documents in which actions are asked for, and answered. */
export const requests = 'requests';

export type Action =
  { readonly kind: 'rebuild' } | { readonly kind: 'replay'; readonly at: string; readonly key: string };

interface Outcome {
  readonly answeredAt: Instant;
  /** Of a replay: whether nothing is parked any more. */
  readonly done?: boolean;
  /** Why not; with a code when it was refused. */
  readonly problem?: { readonly message: string; readonly code?: string };
}

interface Request {
  readonly id: string;
  readonly action: Action;
  readonly requestedAt: Instant;
  readonly outcome?: Outcome;
}

export interface RequestOptions {
  readonly store: Pick<ReadStore, 'documents' | 'put'>;
  readonly clock: Clock;
  /** Ends the waiting. A request that was written stays, and is answered. */
  readonly signal: AbortSignal;
  readonly lookEveryMs?: number;
  readonly wait?: Wait;
}

const lookEvery = 200;
/** An answer that nobody has fetched by then is deleted. */
const keptForMs = 3_600_000;

/** Asks whoever projects, by a document in the store, and waits for the answer. */
export class RequestedActions implements AdminActions {
  constructor(private readonly options: RequestOptions) {}

  async rebuild(): Promise<void> {
    await this.ask({ kind: 'rebuild' });
  }

  async replay(at: string, key: string): Promise<boolean> {
    return (await this.ask({ kind: 'replay', at, key })).done === true;
  }

  private async ask(action: Action): Promise<Outcome> {
    const { store, clock, signal, lookEveryMs = lookEvery, wait: pause = wait } = this.options;
    const id = randomUUID();
    await store.put([change(id, { id, action, requestedAt: clock.now() })]);
    while (!signal.aborted) {
      const outcome = (await store.documents<Request>(requests)).get(id)?.outcome;
      if (outcome !== undefined) {
        await store.put([change(id, null)]);
        return successful(outcome);
      }
      await pause(lookEveryMs, signal);
    }
    throw new ReadStoreUnavailable(
      'This process ends; what was asked for goes on where the read models are projected.',
    );
  }
}

/** Which requests are carried out here; default: all. */
interface Mine {
  readonly isMine?: (action: Action) => boolean;
}

/**
 * Carries out what is asked for in the store, one after the other in the order of asking, until the signal aborts. Killed before it could
 * answer, it does it again: a rebuild goes on, and what was replayed is parked no more.
 */
export async function carryOutRequests(
  actions: AdminActions,
  { store, clock, signal, lookEveryMs = lookEvery, wait: pause = wait, isMine = () => true }: RequestOptions & Mine,
): Promise<void> {
  const stopped = () => signal.aborted;
  while (!stopped()) {
    try {
      const all = [...(await store.documents<Request>(requests)).values()];
      const [first] = all
        .filter((one) => isOpen(one) && isMine(one.action))
        .sort((a, b) => millisOf(a.requestedAt) - millisOf(b.requestedAt));
      if (first !== undefined) {
        const outcome = await outcomeOf(actions, first.action, signal);
        // At the end of this process a rebuild ends too: the next one goes on with it.
        if (!stopped())
          await store.put([change(first.id, { ...first, outcome: { ...outcome, answeredAt: clock.now() } })]);
        continue;
      }
      const old = all.filter(({ outcome }) => outcome !== undefined && isOld(outcome, clock.now()));
      if (old.length > 0) await store.put(old.map(({ id }) => change(id, null)));
    } catch {
      // A store that is away is looked at again.
    }
    await pause(lookEveryMs, signal);
  }
}

async function outcomeOf(
  actions: AdminActions,
  action: Action,
  signal: AbortSignal,
): Promise<Omit<Outcome, 'answeredAt'>> {
  try {
    switch (action.kind) {
      case 'rebuild':
        await actions.rebuild(signal);
        return {};
      case 'replay':
        return { done: await actions.replay(action.at, action.key) };
    }
  } catch (error) {
    return { problem: { message: messageOf(error), ...(isDomainError(error) && { code: error.code }) } };
  }
}

function successful(outcome: Outcome): Outcome {
  const { problem } = outcome;
  if (problem === undefined) return outcome;
  throw problem.code === undefined ? new Error(problem.message) : new DomainError(problem.code, problem.message);
}

const change = (id: string, document: Request | null): DocumentChange => ({ collection: requests, id, document });

const isOpen = ({ outcome }: Request): boolean => outcome === undefined;

const isOld = ({ answeredAt }: Outcome, now: Instant): boolean => millisOf(now) - millisOf(answeredAt) > keptForMs;
