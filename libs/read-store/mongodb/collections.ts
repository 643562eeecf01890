import type { MongoConnection } from './connection.js';
import { isMissingCollection } from './errors.js';

/** Drops the collections of all rows and versions of a generation that fits, with their last numbers; how many there were. */
export function dropGenerations(mongo: MongoConnection, fits: (generation: number) => boolean): Promise<number> {
  const pattern = /^(?:rows|versions)_.+_(\d+)$/;
  return dropCollections(mongo, (name) => {
    const generation = pattern.exec(name)?.[1];
    return generation !== undefined && fits(Number(generation));
  });
}

export async function dropCollections(mongo: MongoConnection, fits: (name: string) => boolean): Promise<number> {
  const all = await mongo.database.listCollections({}, { nameOnly: true }).toArray();
  const names = all.map(({ name }) => name).filter(fits);
  for (const name of names) {
    await mongo.database.dropCollection(name).catch((error: unknown) => {
      if (!isMissingCollection(error)) throw error;
    });
  }
  if (names.length > 0) await mongo.collection<{ _id: string }>('sequences').deleteMany({ _id: { $in: names } });
  return names.length;
}
