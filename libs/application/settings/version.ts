/** Of the product, as in package.json. */
export const product = { name: 'tidemark', version: '0.1.0' } as const;
