import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { settled } from './cut.js';

type Open = <T>(value: T) => Promise<T>;
export type Names = ReadonlyMap<string, string>;

/** What each record was called then. */
export async function namesAt(
  events: readonly RecordedEvent[],
  kind: 'user' | 'account' | 'product' | 'project' | 'pipeline' | 'priceBook',
  at: AsOf,
  open: Open,
): Promise<Names> {
  const names = new Map<string, string>();
  for (const [id, stream] of settled(events, kind, at)) {
    let said: Named = {};
    for (const event of stream) said = { ...said, ...namesIn(event.type, await open(event.data)) };
    const { name, firstName, lastName } = said;
    names.set(id, name ?? [firstName ?? [], lastName ?? []].flat().join(' '));
  }
  return names;
}

interface Named {
  readonly name?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
}

/** What the event says about the name; null where there is none any more. */
function namesIn(type: string, data: object): Named {
  if (type === 'ProjectRenamed' || type === 'PipelineRenamed') return { name: Reflect.get(data, 'to') as string };
  const said: object =
    type === 'ProductEdited' || type === 'PriceBookEdited' ? (Reflect.get(data, 'to') as object) : data;
  const names = ['name', 'firstName', 'lastName'].filter((field) => Object.hasOwn(said, field));
  return Object.fromEntries(names.map((field) => [field, Reflect.get(said, field) as string | null]));
}
