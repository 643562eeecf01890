import type { ProductId } from '../../kernel/ids.js';
import type { LineProduct } from '../../kernel/lines.js';
import type { References } from '../../kernel/references.js';

interface Product {
  readonly code: string;
  readonly name: string;
  readonly references: References;
}

/** The product as lines and contracts keep it, with its names in other systems where it has some. */
export const lineProduct = (id: ProductId, { code, name, references }: Product): LineProduct => ({
  id,
  code,
  name,
  ...(references.length > 0 && { references }),
});
