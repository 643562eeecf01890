import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { ApiKeyId } from '../../kernel/ids.js';
import { ApiKeyIssued, ApiKeyRevoked, type ApiKeyEvent } from './api-key.events.js';

/** `hash`: SHA-256 of the key as lower-case hex; the key itself never gets here. */
export interface IssueApiKey {
  readonly type: 'IssueApiKey';
  readonly apiKeyId: ApiKeyId;
  readonly label: string;
  readonly hash: string;
}
export interface RevokeApiKey {
  readonly type: 'RevokeApiKey';
  readonly apiKeyId: ApiKeyId;
}
export type ApiKeyCommand = IssueApiKey | RevokeApiKey;
export const apiKeyRefusals = refusals({
  'api-key-exists': 'conflict',
  'api-key-not-found': 'not-found',
});
export type ApiKeyState = { readonly label: string; readonly hash: string; readonly revoked: boolean } | null;

const reject = rejecting(apiKeyRefusals);

export const apiKey: Decider<ApiKeyCommand, ApiKeyEvent, ApiKeyState> = {
  category: 'apiKey',
  initialState: null,
  streamIdOf: (command) => command.apiKeyId,

  decide(command, state) {
    const { apiKeyId } = command;
    switch (command.type) {
      case 'IssueApiKey': {
        const { label, hash } = command;
        if (state === null) return [ApiKeyIssued.of({ apiKeyId, label, hash })];
        const same = !state.revoked && state.label === label && state.hash === hash;
        return same
          ? []
          : reject('api-key-exists', `The key ${apiKeyId} was issued already. Issue one under a new id.`);
      }
      case 'RevokeApiKey':
        if (state === null) return reject('api-key-not-found', `There is no key ${apiKeyId}.`);
        return state.revoked ? [] : [ApiKeyRevoked.of({ apiKeyId })];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ApiKeyIssued':
        return { label: event.data.label, hash: event.data.hash, revoked: false };
      case 'ApiKeyRevoked':
        return state && { ...state, revoked: true };
    }
  },
};
