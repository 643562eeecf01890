import { newId, type PriceBookId, type ProjectId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { PriceBookCreated, PriceBookEdited, PriceBookReferenced, PriceBookUnreferenced } from './price-book.events.js';
import { priceBook, type CreatePriceBook } from './price-book.js';

const priceBookId = newId<PriceBookId>();
const europe = newId<ProjectId>();
const list = { priceBookId, name: 'List prices', references: [] };
const create: CreatePriceBook = { type: 'CreatePriceBook', ...list };
const created = PriceBookCreated.of({ ...list, active: true });
const edit = { type: 'EditPriceBook', priceBookId } as const;

describe('a price book (PB-02)', () => {
  it('is created, active and for every project by default', () => given(priceBook).when(create).thenEvents(created));
  it('is compared with its creation when it is created again', () => {
    const edited = PriceBookEdited.of({ priceBookId, from: { active: true }, to: { active: false } });
    given(priceBook, created, edited).when(create).thenNothing();
    given(priceBook, created, edited)
      .when({ ...create, active: false })
      .thenRejected('price-book-exists');
  });
  it('is created for some projects (PB-06)', () =>
    given(priceBook)
      .when({ ...create, projectIds: [europe], active: false })
      .thenEvents(PriceBookCreated.of({ ...list, active: false, projectIds: [europe] })));
  it('is not created again by the same', () => given(priceBook, created).when(create).thenNothing());
  it('is not created again as another', () =>
    given(priceBook, created)
      .when({ ...create, name: 'Partners' })
      .thenRejected('price-book-exists'));

  it('is edited, saying from and to', () =>
    given(priceBook, created)
      .when({ ...edit, name: 'List prices', description: 'From May on', projectIds: [europe] })
      .thenEvents(
        PriceBookEdited.of({
          priceBookId,
          from: { description: null, projectIds: null },
          to: { description: 'From May on', projectIds: [europe] },
        }),
      ));
  it('stays when edited to what it is', () =>
    given(priceBook, created)
      .when({ ...edit, name: 'List prices', description: null, active: true, projectIds: null })
      .thenNothing());
  it('is unknown before it is created', () => given(priceBook).when(edit).thenRejected('price-book-not-found'));

  it('takes and loses references of outside systems, each once', () => {
    const reference = { system: 'erp', type: 'price-list', id: '3' };
    const referenced = PriceBookReferenced.of({ priceBookId, reference });
    given(priceBook, created).when({ type: 'ReferencePriceBook', priceBookId, reference }).thenEvents(referenced);
    given(priceBook, created, referenced).when({ type: 'ReferencePriceBook', priceBookId, reference }).thenNothing();
    given(priceBook, created, referenced)
      .when({ type: 'UnreferencePriceBook', priceBookId, reference })
      .thenEvents(PriceBookUnreferenced.of({ priceBookId, reference }));
    given(priceBook, created).when({ type: 'UnreferencePriceBook', priceBookId, reference }).thenNothing();
  });
});
