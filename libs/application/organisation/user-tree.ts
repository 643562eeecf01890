import type { CommandExecutor } from '../../commands/command-executor.js';
import type { Outcome } from '../../commands/outcome.js';
import { isSaid } from '../../kernel/dated.js';
import { parentsOf } from '../../kernel/dated-tree.js';
import { KeyedMutex } from '../../kernel/keyed-mutex.js';
import type { ReassignUser } from '../../organisation/user/user.js';
import { userHierarchy, userHierarchyId, type PlaceUser } from '../../organisation/user-hierarchy/user-hierarchy.js';
import type { ClaimedWork } from '../commands/aggregate-commands.js';
import { alsoFor, withTimeOfItsOwn, type Envelope } from '../commands/command.js';

/** Under whom users work: the tree decides, then the user says it (ADR 37). */
export class UserTree {
  /** The tree and the user take the changes of one user in the same order. */
  private readonly mutex = new KeyedMutex();

  constructor(
    private readonly executor: CommandExecutor,
    /** Resolves when every user of before this process started stands in the tree. */
    private readonly complete: () => Promise<void>,
  ) {}

  /** Does the work by which the user gets the manager, once the tree has taken it. @throws DomainError `manager-cycle` */
  async placed<T>(place: Omit<PlaceUser, 'type'>, context: Envelope, work: ClaimedWork<T>): Promise<T> {
    await this.complete();
    const ofTree = withTimeOfItsOwn(alsoFor(context, 'tree'));
    return this.mutex.take(place.userId, async () => {
      const earlier = await work.before();
      if (earlier !== undefined) return earlier;
      await this.place({ type: 'PlaceUser', ...place }, ofTree);
      return work.execute({ causationId: ofTree.commandId });
    });
  }

  /** What a process says of users of before. */
  place(command: PlaceUser, context: Envelope): Promise<Outcome<unknown>> {
    return this.executor.execute(userHierarchy, command, context);
  }

  /** Whether it is still what the tree says: not where another manager was said for the same date since. */
  async says({ userId, managerId, validFrom }: ReassignUser): Promise<boolean> {
    const { state } = await this.executor.load(userHierarchy, userHierarchyId);
    return isSaid(parentsOf(state, userId), validFrom, managerId ?? null);
  }
}
