/** An event definition as far as its documentation needs it. */
export interface DocumentedEvent {
  readonly type: string;
  readonly schema: { readonly properties: Readonly<Record<string, object>>; readonly required?: readonly string[] };
}

export interface EventGroup {
  readonly aggregate: string;
  /** Outside systems subscribe to it; default: false. */
  readonly published?: boolean;
  readonly events: readonly DocumentedEvent[];
}

/** docs/events.md from the event definitions; `meanings` says in a sentence what an event of that type tells. */
export function eventsMarkdown(groups: readonly EventGroup[], meanings?: ReadonlyMap<string, string>): string;

/** The doc comments above `export const X = eventType('X', …)` in a source text, by event type. */
export function meaningsIn(source: string): ReadonlyMap<string, string>;
