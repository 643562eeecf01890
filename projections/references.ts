import { withoutReference, withReference, type Reference, type References } from '../libs/kernel/references.js';

interface Referenced {
  readonly references: References;
}
interface OfReference {
  readonly data: { readonly reference: Reference };
}

/** `ProductReferenced: referenced`: the row with one name more in an outside system. */
export const referenced = <R extends Referenced>(row: R, { data }: OfReference): R => ({
  ...row,
  references: withReference(row.references, data.reference),
});

/** `ProductUnreferenced: unreferenced` */
export const unreferenced = <R extends Referenced>(row: R, { data }: OfReference): R => ({
  ...row,
  references: withoutReference(row.references, data.reference),
});
