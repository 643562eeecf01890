import { Compile } from 'typebox/compile';
import { faultsOf } from './recipe.check.js';
import { Recipe, WrongRecipe } from './recipe.js';

const validator = Compile(Recipe);

/** Reads a recipe and checks it whole: its shape, and that every name in it is known. Throws WrongRecipe. */
export function readRecipe(text: string): Recipe {
  const recipe = parsed(text);
  const faults = validator.Check(recipe) ? faultsOf(recipe) : shapeFaultsOf(recipe);
  if (!validator.Check(recipe) || faults.length > 0) throw new WrongRecipe(faults.join('\n'));
  return recipe;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WrongRecipe(`This is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

// An unknown key is told twice, once for itself and once for the object around it: the first says where.
function shapeFaultsOf(recipe: unknown): readonly string[] {
  return validator
    .Errors(recipe)
    .filter(({ keyword }) => keyword !== 'additionalProperties' && keyword !== 'anyOf')
    .map(
      ({ keyword, instancePath, message }) =>
        `${instancePath || '/'} ${keyword === 'boolean' ? 'is not known here' : message}`,
    );
}
