import { logLevels, type LogLevel } from '../log/log.js';
import { calendarOf, type Calendar } from '../../kernel/calendar.js';

/** Everything that can be set from outside; all of it has a default, so that an empty environment starts Tidemark. */
export interface Config {
  /** `PORT`, default 3000; 0 takes any free one. */
  readonly port: number;
  /** `HOST`, default 127.0.0.1: this machine alone. */
  readonly host: string;
  /** `PUBLIC_URL`, default `http://localhost:<PORT>`: under which others find the API; events of the contract feed name it. */
  readonly publicUrl: string;
  /** `DATA_DIR`, default `./data`: where the log, the read models and the keys are. */
  readonly dataDir: string;
  /** `ADMIN_API_KEY`: the administrator's key from now on, in place of the one before it (ADR 46). */
  readonly adminApiKey: string | undefined;
  /** `EVENTSTORE_URL` and `MONGODB_URL`: the servers that Tidemark runs on; without both it runs on files in the data folder. */
  readonly servers: Servers | undefined;
  /** `WORKER_PORT`, default 3001: where a worker tells how it is. */
  readonly workerPort: number;
  /** `DATA_KEY`: 32 bytes in base64 that wrap the keys of personal data; without it a file in the data folder has them, or on servers nothing starts. */
  readonly dataKey: Buffer | undefined;
  /** `DOCS`, `on` or `off`, default on: whether `/docs` shows the documentation as a page. */
  readonly docsPage: boolean;
  /** `TIME_ZONE`, default UTC: the organisation's, in which business dates begin and end. */
  readonly calendar: Calendar;
  /** `LOG_LEVEL`, default info: what is told of; `notice` leaves requests out. */
  readonly logLevel: LogLevel;
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: who takes traces, by OTLP over HTTP; without it there are none. */
  readonly otlpEndpoint: string | undefined;
  /** `COMMIT`: of the sources that this was built from, where whoever built it says so. */
  readonly commit: string | undefined;
}

/** Where the servers are; a URL may hold a password, and is told nowhere. */
export interface Servers {
  readonly eventStoreUrl: string;
  readonly mongoUrl: string;
  readonly dataKey: Buffer;
}

/** A setting that cannot be used: said in one line at start. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function configFrom(env: Readonly<Record<string, string | undefined>>): Config {
  const port = portFrom('PORT', env['PORT'] ?? '3000');
  const dataKey = env['DATA_KEY'] === undefined ? undefined : dataKeyFrom(env['DATA_KEY']);
  return {
    port,
    host: env['HOST'] ?? '127.0.0.1',
    publicUrl: publicUrlFrom(env['PUBLIC_URL'] ?? `http://localhost:${String(port)}`),
    dataDir: env['DATA_DIR'] ?? './data',
    adminApiKey: adminKeyFrom(env['ADMIN_API_KEY']),
    dataKey,
    servers: serversFrom(env['EVENTSTORE_URL'] ?? '', env['MONGODB_URL'] ?? '', dataKey),
    workerPort: portFrom('WORKER_PORT', env['WORKER_PORT'] ?? '3001'),
    docsPage: docsFrom(env['DOCS'] ?? 'on'),
    calendar: calendarFrom(env['TIME_ZONE'] ?? 'UTC'),
    logLevel: logLevelFrom(env['LOG_LEVEL'] ?? 'info'),
    otlpEndpoint: otlpEndpointFrom(env['OTEL_EXPORTER_OTLP_ENDPOINT']),
    commit: commitFrom(env['COMMIT']),
  };
}

function portFrom(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new ConfigError(`${name} is "${text}"; give a number from 0 to 65535.`);
  return port;
}

/** Whether it is the address of an EventStoreDB or KurrentDB. */
export const isEventStoreUrl = (text: string): boolean => /^(esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\/./.test(text);

function serversFrom(eventStoreUrl: string, mongoUrl: string, dataKey: Buffer | undefined): Servers | undefined {
  if (eventStoreUrl === '' && mongoUrl === '') return undefined;
  if (eventStoreUrl === '' || mongoUrl === '') {
    const [given, missing] = mongoUrl === '' ? ['EVENTSTORE_URL', 'MONGODB_URL'] : ['MONGODB_URL', 'EVENTSTORE_URL'];
    throw new ConfigError(
      `${given} is set and ${missing} is not: set both to run on servers, or neither to run on files in DATA_DIR.`,
    );
  }
  if (!isEventStoreUrl(eventStoreUrl)) {
    throw new ConfigError(
      'EVENTSTORE_URL is no address of an EventStoreDB; give one such as esdb://localhost:2113?tls=false.',
    );
  }
  if (!/^mongodb(\+srv)?:\/\/./.test(mongoUrl)) {
    throw new ConfigError(
      'MONGODB_URL is no address of a MongoDB; give one such as mongodb://localhost:27017/tidemark?replicaSet=rs0.',
    );
  }
  if (dataKey === undefined) {
    throw new ConfigError(
      'On servers DATA_KEY must be set, the same for every process: 32 bytes in base64, for example from `openssl rand -base64 32`.',
    );
  }
  return { eventStoreUrl, mongoUrl, dataKey };
}

function publicUrlFrom(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && !/[?#@]/.test(text);
  if (!isPlain) throw new ConfigError(`PUBLIC_URL is "${text}"; give one such as https://crm.example.com.`);
  return url.href.replace(/\/+$/, '');
}

function adminKeyFrom(key: string | undefined): string | undefined {
  if (key === undefined || key === '') return undefined;
  if (!/^[\x21-\x7e]{16,200}$/.test(key)) {
    throw new ConfigError('ADMIN_API_KEY must be 16 to 200 visible ASCII characters without blanks.');
  }
  return key;
}

/** @throws ConfigError */
export function dataKeyFrom(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32)
    throw new ConfigError('DATA_KEY must be 32 bytes in base64, for example from `openssl rand -base64 32`.');
  return key;
}

function logLevelFrom(text: string): LogLevel {
  const level = logLevels.find((each) => each === text);
  if (level === undefined) throw new ConfigError(`LOG_LEVEL is "${text}"; give one of ${logLevels.join(', ')}.`);
  return level;
}

function otlpEndpointFrom(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new ConfigError(`OTEL_EXPORTER_OTLP_ENDPOINT is "${text}"; give one such as http://localhost:4318.`);
}

function commitFrom(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^[0-9a-f]{7,64}$/.test(text)) throw new ConfigError(`COMMIT is "${text}"; give 7 to 64 hexadecimal digits.`);
  return text;
}

function docsFrom(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new ConfigError(`DOCS is "${text}"; give on or off.`);
  return text === 'on';
}

function calendarFrom(zone: string): Calendar {
  try {
    return calendarOf(zone);
  } catch {
    throw new ConfigError(`TIME_ZONE is "${zone}"; give an IANA zone such as Europe/Prague.`);
  }
}
