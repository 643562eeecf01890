import type { Credentials } from '@eventstore/db-client';

/** Where the server is, and as whom it is asked. */
export interface ServerAddress {
  /** For the client; bears the password. */
  readonly url: string;
  /** For people: without name and password. */
  readonly server: string;
  readonly credentials: Credentials;
}

/** The text given as the server's url is none. Says what is wrong, never the password. */
export class ServerAddressInvalid extends Error {
  override readonly name = 'ServerAddressInvalid';
}

const shape = /^(esdb|kurrentdb|kdb)(\+discover)?:\/\/(?:([^:@/]+):([^@/]+)@)?([^@/?]+)\/?(?:\?(.*))?$/;
const example = 'esdb://name:password@host:2113, or esdb://host:2113?tls=false';

/**
 * What is refused here the client would print with the password, ignore, or do in a way that the log cannot stand on.
 * @throws ServerAddressInvalid
 */
export function serverAddress(text: string): ServerAddress {
  const match = shape.exec(text.trim());
  if (match === null) throw new ServerAddressInvalid(`The event log's url is none. Write it like ${example}.`);
  const [, , discover = '', name, password, hosts = '', query = ''] = match;
  const settings = query === '' ? [] : query.split('&').map((setting) => setting.split('='));
  for (const [key = '', value = ''] of settings) refuseSetting(key, value);

  const isInsecure = settings.some(([key, value]) => key?.toLowerCase() === 'tls' && value === 'false');
  const credentials = credentialsFrom(name, password, isInsecure);
  const login = name === undefined || password === undefined ? '' : `${name}:${password}@`;
  return {
    url: `esdb${discover}://${login}${hosts}${query === '' ? '' : `?${query}`}`,
    server: hosts,
    credentials,
  };
}

function refuseSetting(key: string, value: string): void {
  if (!known.has(key.toLowerCase())) {
    throw new ServerAddressInvalid(
      `The event log's url has the setting "${key}", which is none. Known are: ${[...known].join(', ')}.`,
    );
  }
  if (!/^[^=\s]+$/.test(value)) throw new ServerAddressInvalid(`The event log's url has no value for "${key}".`);
  if (key.toLowerCase() === 'nodepreference' && value.toLowerCase() !== 'leader') {
    throw new ServerAddressInvalid(
      `The event log is read where it is written: nodePreference is "${value}", make it "leader".`,
    );
  }
}

// Left out are throwOnAppendFailure, after which the client tells a wrong revision, and tlsVerifyCert, which it does not know.
const known = new Set([
  'tls',
  'tlscafile',
  'connectionname',
  'defaultdeadline',
  'discoveryinterval',
  'gossiptimeout',
  'keepaliveinterval',
  'keepalivetimeout',
  'maxdiscoverattempts',
  'nodepreference',
]);

/** A call without credentials would take the path on which all pending appends of the process hang together (ADR 52). */
function credentialsFrom(name: string | undefined, password: string | undefined, isInsecure: boolean): Credentials {
  if (name !== undefined && password !== undefined) {
    return { username: decodeURIComponent(name), password: decodeURIComponent(password) };
  }
  // Over a connection without TLS the client sends none.
  if (isInsecure) return { username: 'nobody', password: 'none' };
  throw new ServerAddressInvalid(`The event log's url names no user. Write it like ${example}.`);
}
