import { asCreated, createdAgain, type Created } from '../../kernel/creation.js';
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
export type ApiKeyState = (Created<typeof ApiKeyIssued> & { readonly revoked: boolean }) | null;

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
        const event = ApiKeyIssued.of({ apiKeyId, label, hash });
        if (state === null) return [event];
        return createdAgain(state.revoked ? undefined : state.created, event, () =>
          reject('api-key-exists', `The key ${apiKeyId} was issued already. Issue one under a new id.`),
        );
      }
      case 'RevokeApiKey':
        if (state === null) return reject('api-key-not-found', `There is no key ${apiKeyId}.`);
        return state.revoked ? [] : [ApiKeyRevoked.of({ apiKeyId })];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ApiKeyIssued':
        return { ...asCreated(event.data), revoked: false };
      case 'ApiKeyRevoked':
        return state && { ...state, revoked: true };
    }
  },
};
