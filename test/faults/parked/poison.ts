import fc from 'fast-check';
import type { ReadModel } from '../../../libs/read-store/read-model.js';
import { reactionTo } from '../../../libs/read-store/reaction.js';
import { cardModels } from '../../../libs/testing/projection/cards.js';

/** A read model that cannot take the log's event of this number: to tell which rows it changes, or to change them. */
export interface Ailment {
  readonly model: string;
  readonly sequence: number;
  readonly fails: 'keys' | 'change';
}

export const anyAilments: fc.Arbitrary<readonly Ailment[]> = fc.array(
  fc.record({
    model: fc.constantFrom(...cardModels.map(({ name }) => name)),
    sequence: fc.integer({ min: 1, max: 40 }),
    fails: fc.constantFrom('change', 'change', 'change', 'keys'),
  }),
  { maxLength: 8 },
);

/** The models of cards with what ails them now. */
export const ailing = (ailments: readonly Ailment[]): readonly ReadModel[] =>
  cardModels.map((model) => {
    const refuse = (fails: Ailment['fails'], position: string): void => {
      const sequence = Number(position.split(':')[1]);
      const has = (one: Ailment) => one.model === model.name && one.sequence === sequence && one.fails === fails;
      if (ailments.some(has)) throw new Error(`${fails} of ${String(sequence)}`);
    };
    const reactions = Object.keys(model.on).map((type) => {
      const reaction = reactionTo(model, type);
      if (reaction === undefined) throw new TypeError(`${model.name} does not react to ${type}.`);
      const failing: typeof reaction = {
        keys: (event) => {
          refuse('keys', event.position);
          return reaction.keys(event);
        },
        change: (row, event, ...rest) => {
          refuse('change', event.position);
          return reaction.change(row, event, ...rest);
        },
      };
      return [type, failing] as const;
    });
    return { ...model, on: Object.fromEntries(reactions) };
  });
