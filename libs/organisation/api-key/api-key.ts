import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
import type { Instant } from '../../kernel/dates.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { ApiKeyId } from '../../kernel/ids.js';
import {
  ApiKeyIssued,
  ApiKeyReplaced,
  ApiKeyRevoked,
  scopes as allScopes,
  type ApiKeyEvent,
  type Scope,
} from './api-key.events.js';

/** `hash`: SHA-256 of the key as lower-case hex; the key itself never gets here. `now`: when it is issued, for `expiresAt`. */
export interface IssueApiKey {
  readonly type: 'IssueApiKey';
  readonly apiKeyId: ApiKeyId;
  readonly label: string;
  readonly hash: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Instant | undefined;
  readonly now: Instant;
}
export interface RevokeApiKey {
  readonly type: 'RevokeApiKey';
  readonly apiKeyId: ApiKeyId;
}
/** Another key becomes the administrator's in its place: this one opens nothing any more. */
export interface ReplaceApiKey {
  readonly type: 'ReplaceApiKey';
  readonly apiKeyId: ApiKeyId;
  readonly replacedBy: ApiKeyId;
}
export type ApiKeyCommand = IssueApiKey | RevokeApiKey | ReplaceApiKey;
export const apiKeyRefusals = refusals({
  'api-key-exists': 'conflict',
  'api-key-not-found': 'not-found',
  'api-key-without-scope': 'invalid',
  'api-key-expires-in-past': 'invalid',
});

export interface ApiKey extends Omit<Created<typeof ApiKeyIssued>, 'scopes'> {
  readonly scopes: readonly Scope[];
  readonly revoked: boolean;
  readonly replacedBy?: ApiKeyId;
}
export type ApiKeyState = ApiKey | null;

const reject = rejecting(apiKeyRefusals);

export const apiKey: Decider<ApiKeyCommand, ApiKeyEvent, ApiKeyState> = {
  category: 'apiKey',
  initialState: null,
  streamIdOf: (command) => command.apiKeyId,

  decide(command, state) {
    const { apiKeyId } = command;
    if (command.type === 'IssueApiKey') return issue(command, state);
    const { revoked, replacedBy } = state ?? reject('api-key-not-found', `There is no key ${apiKeyId}.`);
    const revoke = revoked ? [] : [ApiKeyRevoked.of({ apiKeyId })];
    switch (command.type) {
      case 'RevokeApiKey':
        return revoke;
      case 'ReplaceApiKey':
        return replacedBy === undefined
          ? [...revoke, ApiKeyReplaced.of({ apiKeyId, replacedBy: command.replacedBy })]
          : [];
    }
  },

  evolve(state, event) {
    if (event.type === 'ApiKeyIssued')
      return { ...asCreated(event.data), scopes: scopesOf(event.data), revoked: false };
    if (state === null) return state;
    switch (event.type) {
      case 'ApiKeyRevoked':
        return { ...state, revoked: true };
      case 'ApiKeyReplaced':
        return { ...state, replacedBy: event.data.replacedBy };
    }
  },
};

/** Keys of before there were scopes are administrators'. */
export const scopesOf = ({ scopes }: { readonly scopes?: readonly Scope[] }): readonly Scope[] => scopes ?? ['admin'];

function issue(command: IssueApiKey, state: ApiKeyState): readonly ApiKeyEvent[] {
  const { apiKeyId, label, hash, expiresAt, now } = command;
  const scopes = allScopes.filter((scope) => command.scopes.includes(scope));
  const event = ApiKeyIssued.of({ apiKeyId, label, hash, scopes, ...(expiresAt && { expiresAt }) });
  if (state !== null) {
    return createdAgain(state.revoked ? undefined : state.created, event, () =>
      reject('api-key-exists', `The key ${apiKeyId} was issued already. Issue one under a new id.`),
    );
  }
  if (scopes.length === 0)
    reject('api-key-without-scope', `A key without a scope opens nothing. Name some of ${allScopes.join(', ')}.`);
  if (expiresAt !== undefined && expiresAt <= now)
    reject('api-key-expires-in-past', `The key would expire at ${expiresAt}, which has passed. Name a later time.`);
  return [event];
}
