import { HttpException, ValidationPipe } from '@nestjs/common';
import fc from 'fast-check';
import { CreateAccountDto } from '../accounts/accounts.dto.js';
import { CreateQuoteDto } from '../sales/quotes.dto.js';
import { EditOpportunityDto, LoseDto, OpenOpportunityDto, SellDto } from '../sales/opportunities.dto.js';
import { ListDto } from '../records/list.dto.js';
import { shaped } from './compiled-shape.js';
import { faultsIn, mostListed } from './shape-faults.js';
import { fieldErrors } from './validation.js';

const plain = new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  stopAtFirstError: true,
  exceptionFactory: (errors) => new HttpException({ faults: errors.flatMap((error) => fieldErrors(error, '')) }, 400),
});
/** Values of JSON that fit some field, and some that fit none. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(
      '018f0000-0000-7000-8000-000000000001',
      '2017-03-31',
      '2017-03-31T10:00:00Z',
      '12.50',
      'EUR',
      'new',
      'company',
      'not-stated',
      '',
      ' ',
      'x'.repeat(201),
      null,
      true,
      0,
      7,
      1.5,
    ),
    fc.array(tie('object'), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.constantFrom(
      'amount',
      'currency',
      'name',
      'quantity',
      'unitPrice',
      'categoryId',
      'productId',
      'system',
      'type',
      'id',
    ),
    tie('any'),
    { maxKeys: 5 },
  ),
})).any;

const id = '018f0000-0000-7000-8000-000000000001';
const line = { productId: id, priceBookId: id, quantity: '2', discount: { percent: '5' } };
const examples = [
  [
    CreateAccountDto,
    { accountType: 'company', name: 'Acme', references: [{ system: 'erp', type: 'customer', id: '1' }] },
  ],
  [CreateQuoteDto, { name: 'Offer', currency: 'EUR', lines: [line] }],
  [EditOpportunityDto, { name: 'Deal', expectedAmount: null }],
  [LoseDto, { reasonCode: 'not-stated', lostOn: '2017-03-31' }],
  [OpenOpportunityDto, { name: 'Deal', pipelineId: id, expectedAmount: { amount: '1.50', currency: 'EUR' } }],
  [SellDto, { dryRun: true }],
  [ListDto, { limit: '5', asOf: '2017-03-31' }],
] as const;

describe('the compiled checks', () => {
  it.each(examples)('take what class-validator takes, and return the same (%p)', async (dto, example) => {
    const metadata = { type: 'body', metatype: dto } as const;
    expect(shaped(example, metadata)).toEqual(await plain.transform(example, metadata));
    const fields = [...Object.keys(new dto()), 'stray'];
    const changes = fc.dictionary(fc.constantFrom(...fields), value, { minKeys: 1, maxKeys: 2 });
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        const body = { ...example, ...change };
        const wanted: unknown = await plain.transform(structuredClone(body), metadata).catch((error: unknown) => error);
        if (wanted instanceof HttpException) {
          expect(shaped(body, metadata)).toBeUndefined();
          expect({ faults: faultsIn(dto, body) }).toEqual(wanted.getResponse());
        } else expect(shaped(body, metadata)).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  });

  it('name the first wrong fields only, and do not look for more than an answer lists', () => {
    let looked = 0;
    const line = Object.defineProperty({}, 'quantity', { enumerable: true, get: () => (looked += 1) });
    const wrong = { name: 'Offer', currency: 'EUR', lines: Array<object>(1_000).fill(line) };
    const faults = faultsIn(CreateQuoteDto, wrong);
    expect(faults).toHaveLength(mostListed);
    expect(faults.at(-1)?.field).toBe(`lines.${String(mostListed - 1)}.quantity`);
    expect(looked).toBeLessThan(100);
  });
});
