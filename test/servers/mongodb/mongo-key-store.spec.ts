import { randomBytes } from 'node:crypto';
import { newId, type PersonId } from '../../../libs/kernel/ids.js';
import { KeyStoreUnavailable, WrongDataKey, type KeyCopyTarget } from '../../../libs/sealing/key-store.js';
import { openMongoKeyStore } from '../../../libs/sealing/mongodb/mongo-key-store.js';
import { describeKeyStore } from '../../contracts/key-store.contract.js';
import { freshMongo } from './server.js';

const dataKey = randomBytes(32);

describeKeyStore('MongoDB', () => {
  const mongo = freshMongo();
  return async (): Promise<KeyCopyTarget> => openMongoKeyStore({ mongo: await mongo, dataKey });
});

describe('keys in MongoDB', () => {
  const [anna, bert] = [newId<PersonId>(), newId<PersonId>()];

  it('are still there, and the destroyed ones known, when they are opened again', async () => {
    const mongo = await freshMongo();
    const before = await openMongoKeyStore({ mongo, dataKey });
    const made = await before.getOrCreate([anna, bert]);
    await before.destroy([bert]);
    const after = await openMongoKeyStore({ mongo, dataKey });
    expect(await after.getOrCreate([anna, bert])).toEqual(new Map(made).set(bert, 'destroyed'));
  });

  it('refuse another DATA_KEY by name, and one of the wrong length', async () => {
    const mongo = await freshMongo();
    await openMongoKeyStore({ mongo, dataKey });
    const other = openMongoKeyStore({ mongo, dataKey: randomBytes(32) });
    await expect(other).rejects.toThrow(WrongDataKey);
    await expect(other).rejects.toThrow(`${mongo.place}.keys was made with another DATA_KEY`);
    const short = openMongoKeyStore({ mongo, dataKey: randomBytes(16) });
    await expect(short).rejects.toThrow('DATA_KEY has 16 bytes; it must have 32');
  });

  it('are stored wrapped, and gone when they are destroyed', async () => {
    const mongo = await freshMongo();
    const keys = await openMongoKeyStore({ mongo, dataKey });
    const key = (await keys.getOrCreate([anna])).get(anna);
    const stored = async () => JSON.stringify(await mongo.collection('keys').find().toArray());
    expect(await stored()).toContain('"wrapped":"');
    expect(await stored()).not.toContain(Buffer.from(key ?? '').toString('base64'));
    await keys.destroy([anna]);
    expect(await stored()).toContain('"wrapped":null');
  });

  it('are never returned damaged', async () => {
    const mongo = await freshMongo();
    const keys = await openMongoKeyStore({ mongo, dataKey });
    await keys.getOrCreate([anna]);
    await mongo.collection('keys').updateMany({}, { $set: { wrapped: Buffer.alloc(60) } });
    await expect(keys.get([anna])).rejects.toThrow(KeyStoreUnavailable);
    await expect(keys.get([anna])).rejects.toThrow(`the key of person ${anna} cannot be opened`);
  });
});
