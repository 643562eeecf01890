import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { settled } from './cut.js';

type Open = <T>(value: T) => Promise<T>;
export type Names = ReadonlyMap<string, string>;

/** What each record was called then. */
export async function namesAt(
  events: readonly RecordedEvent[],
  kind: 'user' | 'account' | 'product' | 'project',
  at: AsOf,
  open: Open,
): Promise<Names> {
  const names = new Map<string, string>();
  for (const [id, stream] of settled(events, kind, at)) {
    let parts: readonly [unknown, unknown, unknown] = [null, null, null];
    for (const event of stream) {
      const data: object = await open(event.data);
      const to = 'to' in data ? data.to : {};
      const said = { ...data, ...(typeof to === 'string' ? { name: to } : event.type === 'ProductEdited' ? (to as object) : {}) };
      const next = ['name', 'firstName', 'lastName'].map((field, index) =>
        Object.hasOwn(said, field) ? (Reflect.get(said, field) as unknown) : parts[index],
      );
      if (event.type !== 'AccountOwnerChanged' && event.type !== 'ProjectMoved') parts = [next[0], next[1], next[2]];
    }
    const [name, ...person] = parts;
    names.set(id, String(name ?? person.filter((part) => part !== null && part !== undefined).join(' ')));
  }
  return names;
}
