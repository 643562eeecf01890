import {
  PriceBookCreated,
  PriceBookEdited,
  PriceBookReferenced,
  PriceBookUnreferenced,
} from '../../libs/catalogue/price-book/price-book.events.js';
import type { PriceBookId, ProjectId } from '../../libs/kernel/ids.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import { idOf } from '../../libs/testing/sales/sales-examples.js';
import { priceBooks } from './price-books.read-model.js';

const priceBookId = idOf<PriceBookId>('list');
const crm = idOf<ProjectId>('crm');
const reference = { system: 'erp', type: 'prices', id: '1' };
const list = { name: 'List', description: 'For all.', active: true, projectIds: [crm], references: [reference] };
const created = PriceBookCreated.of({ priceBookId, ...list });
const after = rowAfter(priceBooks, `priceBook-${priceBookId}`);

describe('price books (PB-02, PB-06)', () => {
  it('have one as it was created, with the projects that it serves', () =>
    expect(after(created)).toEqual({ _id: priceBookId, ...list }));
  it('have one that names no project serve all', () =>
    expect(after(PriceBookCreated.of({ priceBookId, name: 'List', active: false, references: [] }))).toEqual({
      _id: priceBookId,
      name: 'List',
      description: null,
      active: false,
      projectIds: null,
      references: [],
    }));
  it('have what an edit changes, null where it clears, and the rest as it was', () => {
    const edited = (to: Partial<Parameters<typeof PriceBookEdited.of>[0]['to']>) =>
      after(created, PriceBookEdited.of({ priceBookId, from: {}, to }));
    expect(edited({ name: 'Net', active: false })).toEqual({ ...after(created), name: 'Net', active: false });
    expect(edited({ description: null, projectIds: null })).toEqual({
      ...after(created),
      description: null,
      projectIds: null,
    });
  });
  it('have their references of outside systems, each while it is there', () => {
    const other = { ...reference, id: '2' };
    const referenced = PriceBookReferenced.of({ priceBookId, reference: other });
    const unreferenced = PriceBookUnreferenced.of({ priceBookId, reference });
    expect(after(created, referenced)).toEqual({ ...after(created), references: [reference, other] });
    expect(after(created, referenced, unreferenced)).toEqual({ ...after(created), references: [other] });
  });
});
