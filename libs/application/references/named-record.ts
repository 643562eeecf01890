import type { StreamState } from '../../commands/stream-state.js';
import { derivedId, type Id } from '../../kernel/ids.js';
import { hasReference, referenceKey, type Reference, type References } from '../../kernel/references.js';
import type { Row } from '../../read-store/read-model.js';

/** A record that outside systems have names for. */
export interface NamedRecord extends Row {
  readonly references: References;
}
/** The state of an aggregate whose records are named so. */
export interface NamedState {
  readonly record: NamedRecord | null;
}

/** A record as its stream has it now; `earlier`: what the command that asks came to when it was tried before. */
export interface Seen<Earlier = unknown> {
  readonly now: StreamState<NamedState>;
  readonly earlier?: Earlier | undefined;
}

/** Whether that is the record to answer with: it is called so, or the command has been there. */
export const isMeant = ({ now: { state }, earlier }: Seen, reference: Reference): boolean =>
  earlier !== undefined || (state.record !== null && hasReference(state.record.references, reference));

/**
 * The record that was created under the reference, or else the id under which it will be: the same for everybody, so that two who
 * create it at once meet on one stream. The next id counts where the record of the one before was deleted, or is not called so any more.
 */
export async function ownRecord<S extends Seen>(
  category: string,
  reference: Reference,
  look: (id: Id<string>) => Promise<S>,
): Promise<S & { readonly id: Id<string> }> {
  for (let index = 0; ; index += 1) {
    const id = derivedId(category, 'by reference', String(index), referenceKey(reference));
    const seen = await look(id);
    if (isMeant(seen, reference) || seen.now.revision === 'none') return { ...seen, id };
  }
}
