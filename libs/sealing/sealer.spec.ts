import Type from 'typebox';
import { eventType } from '../kernel/events.js';
import { newId, type PersonId } from '../kernel/ids.js';
import { OfBuyer, Personal } from '../kernel/personal.js';
import { eventRegistry } from '../event-log/event-registry.js';
import { KeyStoreUnavailable, type KeyStore } from './key-store.js';
import { MemoryKeyStore } from './memory-key-store.js';
import { Sealer } from './sealer.js';

const Met = eventType('Met', {
  personId: Type.Optional(Type.String()),
  place: Type.String(),
  name: Personal(Type.String()),
  note: Type.Optional(Personal(Type.Object({ text: Type.String() }))),
});

const Line = Type.Object({ name: OfBuyer(Type.String()), price: Type.String() });
const Sold = eventType('Sold', {
  personId: Type.Optional(Type.String()),
  buyerId: Type.Optional(Type.String()),
  note: Personal(Type.String()),
  name: OfBuyer(Type.String()),
  lines: Type.Array(Line),
  undone: Type.Optional(Type.Object({ to: Type.Object({ line: Line }) })),
});

describe('the sealer', () => {
  const [anna, bert] = [newId<PersonId>(), newId<PersonId>()];
  const keys = new MemoryKeyStore();
  const sealer = new Sealer(keys, eventRegistry([Met, Sold]));
  const met = (personId: PersonId, name: string) => ({ personId, place: 'Brno', name, note: { text: 'háček' } });
  const sealed = async (type: string, data: unknown): Promise<unknown> =>
    (await sealer.seal([{ type, data }]))[0]?.data;

  it('seals the personal fields of a person, and nothing else', async () => {
    const data = await sealed('Met', met(anna, 'Anna'));
    expect(data).toEqual({
      personId: anna,
      place: 'Brno',
      name: { sealed: expect.stringMatching(new RegExp(`^${anna}\\.[\\w-]{38,}$`)) as unknown },
      note: { sealed: expect.any(String) as unknown },
    });
    expect(JSON.stringify(data)).not.toContain('Anna');
  });

  it('seals what is of the buyer at any depth, each value with the key of its own subject, and opens it', async () => {
    const line = { name: "Bert's drawer", price: '10' };
    const data = { personId: anna, note: 'By Anna', name: "Bert's", lines: [line, line], undone: { to: { line } } };
    const sealedText = (person: PersonId) => ({ sealed: expect.stringMatching(`^${person}\\.`) as unknown });
    const sold = await sealed('Sold', { ...data, buyerId: bert });
    const sealedLine = { ...line, name: sealedText(bert) };
    expect(sold).toEqual({
      personId: anna,
      buyerId: bert,
      note: sealedText(anna),
      name: sealedText(bert),
      lines: [sealedLine, sealedLine],
      undone: { to: { line: sealedLine } },
    });
    expect(await sealer.open(sold)).toEqual({ ...data, buyerId: bert });
    // A company buys: only what the person of the note said is personal.
    expect(await sealed('Sold', data)).toEqual({ ...data, note: sealedText(anna) });
  });

  it('leaves what reads as erased, and seals the rest beside it', async () => {
    const erasedLine = { name: { erased: true }, price: '10' };
    const lines = [erasedLine, { name: 'Shelf', price: '5' }];
    const sold = await sealed('Sold', { buyerId: bert, note: 'N', name: { erased: true }, lines });
    expect(sold).toMatchObject({ note: 'N', name: { erased: true }, lines: [erasedLine, { price: '5' }] });
    expect(JSON.stringify(sold)).not.toContain('Shelf');
  });

  it('opens what it sealed, at any depth and of any person', async () => {
    const rows = [{ deep: [await sealed('Met', met(anna, 'Anna'))] }, await sealed('Met', met(bert, 'Bert'))];
    expect(await sealer.open(rows)).toEqual([{ deep: [met(anna, 'Anna')] }, met(bert, 'Bert')]);
  });

  it('seals the same value differently each time', async () => {
    expect(await sealed('Met', met(anna, 'Anna'))).not.toEqual(await sealed('Met', met(anna, 'Anna')));
  });

  it('leaves data about no person, absent fields and other events as they are', async () => {
    const company = { place: 'Brno', name: 'ACME' };
    expect(await sealed('Met', company)).toBe(company);
    const nameless = { personId: anna, place: 'Brno' };
    expect(await sealed('Met', nameless)).toBe(nameless);
    expect(await sealed('Left', met(anna, 'Anna'))).toEqual(met(anna, 'Anna'));
  });

  it('returns the very value when nothing in it is sealed', async () => {
    const value = { a: [1, null, { sealed: true }, { sealed: 'no' }, { sealed: `${anna}.x`, more: 1 }] };
    expect(await sealer.open(value)).toBe(value);
    expect(await sealer.open(null)).toBeNull();
    expect(await sealer.open('text')).toBe('text');
  });

  it('leaves what only looks sealed as it is', async () => {
    await keys.getOrCreate([anna]);
    const posed = { payload: { sealed: `${anna}.bm90IHNlYWxlZCBhdCBhbGwsIHJlYWxseSBub3Q` } };
    expect(await sealer.open(posed)).toEqual(posed);
    const { name } = (await sealed('Met', met(anna, 'Anna'))) as { name: { sealed: string } };
    const stolen = { name: { sealed: name.sealed.replace(anna, bert) } };
    await keys.getOrCreate([bert]);
    expect(await sealer.open(stolen)).toEqual(stolen);
  });

  it('reads as erased once the key is destroyed, and seals nothing more for that person (LEAD-14)', async () => {
    const carl = newId<PersonId>();
    const before = await sealed('Met', met(carl, 'Carl'));
    await keys.destroy([carl]);
    const gone = { personId: carl, place: 'Brno', name: { erased: true }, note: { erased: true } };
    expect(await sealer.open(before)).toEqual(gone);
    expect(await sealed('Met', met(carl, 'Carl'))).toEqual(gone);
    expect(Met.problemWith(gone)).toBeUndefined();
  });

  it('names the person and the place when a key is missing that nobody destroyed', async () => {
    const [dora, other] = [newId<PersonId>(), new Sealer(new MemoryKeyStore(), eventRegistry([Met]))];
    const data = await sealed('Met', met(dora, 'Dora'));
    await expect(other.open([{ deep: data }])).rejects.toMatchObject({
      name: 'KeyMissing',
      person: dora,
      place: 'the memory of this process',
    });
    await expect(other.open(data)).rejects.toBeInstanceOf(KeyStoreUnavailable);
  });

  it('asks the key store once, however many persons and events there are', async () => {
    const asked: number[] = [];
    const counting: KeyStore = {
      place: keys.place,
      get: (persons) => keys.get(counted(persons)),
      getOrCreate: (persons) => keys.getOrCreate(counted(persons)),
      destroy: (persons) => keys.destroy(persons),
      close: () => keys.close(),
    };
    const counted = (persons: Iterable<PersonId>) => {
      asked.push([...persons].length);
      return persons;
    };
    const many = new Sealer(counting, eventRegistry([Met]));
    const people = Array.from({ length: 30 }, () => newId<PersonId>());
    const events = [...people, ...people].map((person) => ({ type: 'Met', data: met(person, 'One of many') }));
    const page = await many.seal([{ type: 'Left', data: {} }, ...events]);
    expect(await many.open(page)).toEqual([{ type: 'Left', data: {} }, ...events]);
    await many.seal([{ type: 'Left', data: {} }]);
    await many.open({ nothing: 'sealed' });
    expect(asked).toEqual([30, 30]);
  });

  it('keeps a field that reads as erased already', async () => {
    const data = { ...met(anna, 'Anna'), name: { erased: true }, note: undefined };
    expect(await sealed('Met', data)).toEqual(data);
  });
});
