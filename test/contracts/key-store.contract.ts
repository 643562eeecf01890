import type { KeyStore } from '../../libs/sealing/key-store.js';
import { newId, type PersonId } from '../../libs/kernel/ids.js';

/** What every key store does. */
export function describeKeyStore(name: string, makeStore: () => KeyStore | Promise<KeyStore>): void {
  describe(`${name} as a key store`, () => {
    let keys: KeyStore;
    const person = () => newId<PersonId>();

    beforeEach(async () => {
      keys = await makeStore();
    });
    afterEach(() => keys.close());

    it('makes a person a key of 32 bytes at first sight and keeps it', async () => {
      const anna = person();
      const key = await keys.getOrCreate(anna);
      expect(key).toHaveLength(32);
      expect(await keys.getOrCreate(anna)).toEqual(key);
      expect(await keys.get(anna)).toEqual(key);
    });

    it('gives each person another key', async () => {
      expect(await keys.getOrCreate(person())).not.toEqual(await keys.getOrCreate(person()));
    });

    it('makes one key where many ask at once', async () => {
      const anna = person();
      const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => keys.getOrCreate(anna)));
      expect(first).toHaveLength(32);
      expect(others).toEqual(others.map(() => first));
    });

    it('has no key for someone it never saw', async () => {
      expect(await keys.get(person())).toBeUndefined();
    });

    it('never makes a key again for a person whose key was destroyed', async () => {
      const [anna, bert] = [person(), person()];
      await keys.getOrCreate(anna);
      const kept = await keys.getOrCreate(bert);
      await keys.destroy(anna);
      await keys.destroy(anna);
      expect(await keys.get(anna)).toBeUndefined();
      expect(await keys.getOrCreate(anna)).toBeUndefined();
      expect(await keys.get(bert)).toEqual(kept);
    });

    it('remembers a destruction for a person without a key', async () => {
      const anna = person();
      await keys.destroy(anna);
      expect(await keys.getOrCreate(anna)).toBeUndefined();
    });

    it('destroys a key that is being made', async () => {
      const anna = person();
      await Promise.all([keys.getOrCreate(anna), keys.destroy(anna)]);
      expect(await keys.get(anna)).toBeUndefined();
    });
  });
}
