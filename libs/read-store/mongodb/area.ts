import type { ClientSession, Collection } from 'mongodb';
import { nextId, servedCatalog, type Catalog } from './catalog.js';
import { Checkpoints } from './checkpoints.js';
import type { MongoConnection } from './connection.js';
import type { StoredDocument } from './documents.js';

/** The collections of one store: of the served one, of the next, or of one that is thrown away. */
export interface MongoArea {
  readonly checkpoints: Checkpoints;
  readonly documents: Collection<StoredDocument>;
  /** The last numbers of sequenced models, by the names of the collections of their rows. */
  readonly sequences: Collection<StoredSequence>;
  /** Where the rows are: as it is now, or in the session. */
  catalog(session?: ClientSession): Promise<Catalog>;
}

export interface StoredSequence {
  readonly _id: string;
  readonly last: number;
}

/** @param prefix Before the names of its collections. */
function areaOf(mongo: MongoConnection, prefix: string, catalog: MongoArea['catalog']): MongoArea {
  return {
    checkpoints: new Checkpoints(mongo.collection(`${prefix}checkpoints`)),
    documents: mongo.collection(`${prefix}documents`),
    sequences: mongo.collection('sequences'),
    catalog,
  };
}

/** What is served may be replaced at any time by another process: each question reads where it is. */
export const servedArea = (mongo: MongoConnection): MongoArea =>
  areaOf(mongo, '', (session) => servedCatalog(mongo, session));

export const nextPrefix = `${nextId}_`;

/** Of a store that nobody is answered from: its collections stay the same. */
export const fillingArea = (mongo: MongoConnection, prefix: string, catalog: Catalog): MongoArea =>
  areaOf(mongo, prefix, () => Promise.resolve(catalog));
