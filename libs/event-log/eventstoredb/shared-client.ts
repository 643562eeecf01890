import { EventStoreDBClient } from '@eventstore/db-client';
import { ServerAddressInvalid, type ServerAddress } from './server-address.js';

interface Shared {
  readonly client: EventStoreDBClient;
  /** How many logs use it. */
  users: number;
  readonly pending: Set<Promise<unknown>>;
}

/** One client per server and process, for all logs that are opened there. */
const shared = new Map<string, Shared>();

/** A log's part in the client of its server. */
export class ClientShare {
  private readonly shared: Shared;
  private isReleased = false;

  constructor(readonly address: ServerAddress) {
    const { url } = address;
    const known = shared.get(url) ?? {
      client: clientOf(address),
      users: 0,
      pending: new Set(),
    };
    known.users += 1;
    shared.set(url, known);
    this.shared = known;
  }

  get client(): EventStoreDBClient {
    return this.shared.client;
  }

  /** Keeps the client until this has an outcome. */
  async pending<T>(call: Promise<T>): Promise<T> {
    this.shared.pending.add(call);
    try {
      return await call;
    } finally {
      this.shared.pending.delete(call);
    }
  }

  /** The last one to release it disposes of it, when nothing is pending any more. */
  async release(): Promise<void> {
    if (this.isReleased) return;
    this.isReleased = true;
    const { pending, client } = this.shared;
    while (pending.size > 0) await Promise.allSettled(pending);
    this.shared.users -= 1;
    if (this.shared.users > 0) return;
    shared.delete(this.address.url);
    await client.dispose();
  }
}

/** @throws ServerAddressInvalid without the client's error, which bears the url. */
function clientOf({ url, server }: ServerAddress): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    const message = error instanceof Error && error.message.startsWith('Failed to load') ? ` ${error.message}` : '';
    throw new ServerAddressInvalid(`The settings of the event log at ${server} cannot be used.${message}`);
  }
}
