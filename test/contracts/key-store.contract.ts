import type { KeyCopyTarget, PersonKey } from '../../libs/sealing/key-store.js';
import { newId, type PersonId } from '../../libs/kernel/ids.js';

/** Where keys are kept: each opening is a key store of its own, as in another process. */
export type OpenKeyStore = () => KeyCopyTarget | Promise<KeyCopyTarget>;

/** What every key store does. `makePlace` makes an empty place. */
export function describeKeyStore(name: string, makePlace: () => OpenKeyStore): void {
  describe(`${name} as a key store`, () => {
    let keys: KeyCopyTarget;
    /** Of another process over the same place. */
    let other: KeyCopyTarget;
    const person = () => newId<PersonId>();

    beforeEach(async () => {
      const open = makePlace();
      keys = await open();
      other = await open();
    });
    afterEach(async () => {
      await keys.close();
      await other.close();
    });

    it('makes each person a key of 32 bytes at first sight and keeps it', async () => {
      const [anna, bert] = [person(), person()];
      const made = await keys.getOrCreate([anna, bert]);
      expect([...made.keys()].sort()).toEqual([anna, bert].sort());
      expect(made.get(anna)).toHaveLength(32);
      expect(made.get(anna)).not.toEqual(made.get(bert));
      expect(await keys.getOrCreate([bert, anna])).toEqual(made);
      expect(await keys.get([anna, bert])).toEqual(made);
    });

    it('answers for many persons in one call, whoever has a key already', async () => {
      const persons = Array.from({ length: 500 }, person);
      const old = await keys.getOrCreate(persons.slice(0, 250));
      const all = await keys.getOrCreate(persons);
      expect(all.size).toBe(500);
      for (const [one, key] of old) expect(all.get(one)).toEqual(key);
      expect(await keys.get(new Set(persons))).toEqual(all);
      expect(await keys.get([])).toEqual(new Map());
    });

    it('makes one key where many ask at once', async () => {
      const anna = person();
      const asked = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? keys : other).getOrCreate([anna]));
      const [first, ...others] = await Promise.all(asked);
      expect(first?.get(anna)).toHaveLength(32);
      expect(others).toEqual(others.map(() => first));
    });

    it('leaves out whom it never saw', async () => {
      const [anna, stranger] = [person(), person()];
      await keys.getOrCreate([anna]);
      expect([...(await keys.get([anna, stranger])).keys()]).toEqual([anna]);
    });

    it('never makes a key again for a person whose key was destroyed', async () => {
      const [anna, bert] = [person(), person()];
      const kept = (await keys.getOrCreate([anna, bert])).get(bert);
      await keys.destroy([anna]);
      await keys.destroy([anna]);
      const left = new Map([[anna, 'destroyed'] as const, [bert, kept] as const]);
      expect(await keys.get([anna, bert])).toEqual(left);
      expect(await keys.getOrCreate([anna, bert])).toEqual(left);
    });

    it('remembers a destruction for persons without a key', async () => {
      const [anna, bert] = [person(), person()];
      await keys.destroy([anna, bert]);
      expect(await keys.get([anna, bert])).toEqual(new Map([anna, bert].map((one) => [one, 'destroyed'])));
      expect(await keys.getOrCreate([anna])).toEqual(new Map([[anna, 'destroyed']]));
    });

    it('destroys a key that is being made', async () => {
      const anna = person();
      await Promise.all([keys.getOrCreate([anna]), keys.destroy([anna])]);
      expect(await keys.get([anna])).toEqual(new Map([[anna, 'destroyed']]));
    });

    it('takes over keys of another place as they are, again too; a destroyed one stays so', async () => {
      const [anna, bert, carl, dora] = [person(), person(), person(), person()];
      const theirs = new Map<PersonId, PersonKey>([
        [anna, Buffer.alloc(32, 1)],
        [bert, 'destroyed'],
        [carl, Buffer.alloc(32, 3)],
      ]);
      await keys.getOrCreate([bert]);
      const own = (await keys.getOrCreate([dora])).get(dora);
      await keys.destroy([carl]);
      for (const store of [keys, other]) await store.adopt(theirs);
      expect(await other.get([anna, bert, carl, dora])).toEqual(
        new Map<PersonId, unknown>([
          [anna, Buffer.alloc(32, 1)],
          [bert, 'destroyed'],
          [carl, 'destroyed'],
          [dora, own],
        ]),
      );
    });

    it('shares its keys with other processes at once', async () => {
      const [anna, bert] = [person(), person()];
      const made = await keys.getOrCreate([anna]);
      expect(await other.get([anna])).toEqual(made);
      const both = await other.getOrCreate([anna, bert]);
      expect(both.get(anna)).toEqual(made.get(anna));
      expect(await keys.get([anna, bert])).toEqual(both);
    });

    it('returns no key whose destruction was answered in another process, however often it was used here', async () => {
      const [anna, bert] = [person(), person()];
      const before = await keys.getOrCreate([anna, bert]);
      expect(await keys.get([anna, bert])).toEqual(before);
      await other.destroy([anna]);
      const after = new Map([[anna, 'destroyed'] as const, [bert, before.get(bert)] as const]);
      expect(await keys.get([anna, bert])).toEqual(after);
      expect(await keys.getOrCreate([anna, bert])).toEqual(after);
    });
  });
}
