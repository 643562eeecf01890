import { isUtf8 } from 'node:buffer';
import { Compile } from 'typebox/compile';
import { JsonRefused, parseStrictJson, type JsonBounds } from '../../../libs/kernel/strict-json.js';
import { faultsOf } from './recipe.check.js';
import { Recipe, WrongRecipe } from './recipe.js';

/** More than any recipe needs. */
const bounds: JsonBounds = { depth: 50, fields: 20_000, elements: 200_000, values: 200_000 };

const validator = Compile(Recipe);

/** Reads a recipe and checks it whole: its shape, and that every name in it is known. Throws WrongRecipe. */
export function readRecipe(text: string): Recipe {
  const recipe = parsed(text);
  const faults = validator.Check(recipe) ? faultsOf(recipe) : shapeFaultsOf(recipe);
  if (!validator.Check(recipe) || faults.length > 0) throw new WrongRecipe(faults.join('\n'));
  return recipe;
}

/** The bytes of a recipe's file as text. @throws WrongRecipe */
export function recipeText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const line = bytes
    .toString('latin1')
    .split('\n')
    .findIndex((one) => !isUtf8(Buffer.from(one, 'latin1')));
  throw new WrongRecipe(`Line ${String(line + 1)} is not UTF-8. Save the recipe in UTF-8.`);
}

function parsed(text: string): unknown {
  try {
    return parseStrictJson(text, bounds);
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    const { fault, path, message } = error;
    if (fault === 'syntax') throw new WrongRecipe(`This is no JSON: the recipe ${message}`);
    throw new WrongRecipe(`${path === '' ? 'The recipe' : `"${path}"`} ${message}.`);
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
