import type { Position } from '../event-log/event-log.js';
import { positionOf } from '../event-log/position.js';
import { later } from '../kernel/dates.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { ReadModel } from '../read-store/read-model.js';
import { mustStandAt, parkedEvents, projections, type Latest, type ReadStore } from '../read-store/read-store.js';
import { fold, type Folded } from './fold.js';
import { piecesOf, type Piece } from './pieces.js';
import { parkedChange, type OnPoison, type Parked, type ParkedKeys } from './parked.js';
import { loadChangedRows, routesOf, rowChangesOf, type Found, type RowChange, type Routes } from './row-changes.js';

/** Takes the log page by page into a store. */
export interface PageWriter {
  /** How far the store is. */
  readonly position: Position | undefined;
  /**
   * Resolves when the page is stored, with what is parked since. The next one may be given before that: it waits, and is not taken where
   * this one failed.
   */
  apply(events: readonly RecordedEvent[], checkpoint: Position): Promise<readonly Parked[]>;
}

/** Where pages are applied: in this thread, or in one of its own. */
export interface ProjectionWriters {
  /** Goes on where the store stands, parking what a reducer cannot take. */
  resume(models: readonly ReadModel[]): Promise<PageWriter>;
  /** Does the work while nobody else holds the store's file. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

export const inThisThread = (store: ReadStore): ProjectionWriters => ({
  resume: (models) => ProjectionWriter.resume(store, models, 'park'),
  exclusively: (work) => work(),
});

/** Load, fold, and one flush together with the checkpoint: or several, one after the other, where the store takes no more at once. */
export class ProjectionWriter implements PageWriter {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly store: ReadStore,
    private readonly routes: Routes,
    private readonly onPoison: OnPoison,
    private checkpoint: Position | undefined,
    private waiting: ParkedKeys,
  ) {}

  /** Goes on where the store stands. */
  static async resume(store: ReadStore, models: readonly ReadModel[], onPoison: OnPoison): Promise<ProjectionWriter> {
    const checkpoint = await store.checkpoint(projections);
    return new ProjectionWriter(
      store,
      routesOf(models),
      onPoison,
      checkpoint,
      await store.documents<Parked>(parkedEvents),
    );
  }

  get position(): Position | undefined {
    return this.checkpoint;
  }

  /** @throws PoisonEvent unless poison is parked @throws CheckpointMoved when somebody else has gone on: resume */
  apply(events: readonly RecordedEvent[], checkpoint: Position): Promise<readonly Parked[]> {
    const taken = this.last.then(() => this.take(events, checkpoint));
    this.last = taken;
    return taken;
  }

  private async take(events: readonly RecordedEvent[], checkpoint: Position): Promise<readonly Parked[]> {
    const before = this.waiting;
    const pieces = piecesOf(rowChangesOf(this.routes, events), this.store.mostPerFlush, checkpoint);
    for (const piece of pieces) {
      const isLast = piece === pieces.at(-1);
      const end = events.findLastIndex((event) => positionOf(event) === piece.until) + 1;
      await this.storePiece(piece, latestOf(isLast ? events : events.slice(0, end)));
    }
    return this.waiting === before ? [] : [...this.waiting].flatMap(([id, one]) => (before.has(id) ? [] : [one]));
  }

  private async storePiece({ rowChanges, until: checkpoint }: Piece, latest: Latest | undefined): Promise<void> {
    const found = await loadChangedRows(this.store, rowChanges);
    const { changes, parked } = await this.folded(rowChanges, found);
    const documents = [...parked].map(([id, document]) => parkedChange(id, document));
    await this.store.flush({ reader: projections, after: this.checkpoint, checkpoint, changes, documents, latest });
    this.checkpoint = checkpoint;
    if (parked.size > 0) this.waiting = new Map([...this.waiting, ...parked]);
  }

  private async folded(rowChanges: readonly RowChange[], found: ReadonlyMap<ReadModel, Found>): Promise<Folded> {
    const after = this.checkpoint;
    try {
      return fold(rowChanges, { found, parked: this.waiting, onPoison: this.onPoison, after });
    } catch (error) {
      // Rows that somebody else has gone on with are no reason to call an event poison.
      mustStandAt({ reader: projections, after }, await this.store.checkpoint(projections));
      throw error;
    }
  }
}

function latestOf(events: readonly RecordedEvent[]): Latest | undefined {
  let latest: Latest | undefined;
  for (const { metadata, recordedAt } of events) {
    latest = {
      occurredAt: later(metadata.occurredAt, latest?.occurredAt ?? metadata.occurredAt),
      recordedAt: later(recordedAt, latest?.recordedAt ?? recordedAt),
    };
  }
  return latest;
}
