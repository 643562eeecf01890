import Type from 'typebox';
import { sameJson } from './json.js';

/** What an outside system calls the same thing: `{system: "erp", type: "customer", id: "10042"}`. */
export const Reference = Type.Object({
  system: Type.String({ minLength: 1 }),
  type: Type.String({ minLength: 1 }),
  id: Type.String({ minLength: 1 }),
});
export type Reference = { readonly system: string; readonly type: string; readonly id: string };

/** Every aggregate takes references at creation, and later one by one. */
export const References = Type.Unsafe<readonly Reference[]>(Type.Array(Reference));
export type References = readonly Reference[];

export const hasReference = (references: References, reference: Reference): boolean =>
  references.some((known) => sameJson(known, reference));

export const withReference = (references: References, reference: Reference): References => [...references, reference];

export const withoutReference = (references: References, reference: Reference): References =>
  references.filter((known) => !sameJson(known, reference));

/**
 * The reference as one text, which tells it from every other: `erp:customer:10042`. In system and type `:` and `\` have a `\` before
 * them; the id stands as it is.
 */
export const referenceKey = ({ system, type, id }: Reference): string => `${escaped(system)}:${escaped(type)}:${id}`;

/** Whether some reference has this key. */
export const isReferenceKey = (text: string): boolean => /^(?:[^\\:]|\\[\\:])+:(?:[^\\:]|\\[\\:])+:[^]+$/.test(text);

const escaped = (part: string): string => part.replace(/[\\:]/g, '\\$&');
