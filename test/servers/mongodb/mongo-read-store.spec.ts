import fc from 'fast-check';
import { openMongoReadStore } from '../../../libs/read-store/mongodb/mongo-read-store.js';
import type { ReadModel } from '../../../libs/read-store/read-model.js';
import type { ReadStore } from '../../../libs/read-store/read-store.js';
import { describeProjectingInto } from '../../contracts/projecting.contract.js';
import { describeQueries } from '../../contracts/query.contract.js';
import { describeReadStore } from '../../contracts/read-store.contract.js';
import { describeReadings } from '../../contracts/readings.contract.js';
import { describeVisibility } from '../../contracts/visibility.contract.js';
import { freshMongo } from './server.js';

/** Each run of a property has a database of its own: a hundred take minutes here, and `RUNS` may ask for more. */
fc.configureGlobal({ numRuns: Number(process.env['RUNS'] ?? 30) });

/** Its database goes with it: properties open hundreds. */
async function make(models: readonly ReadModel[]): Promise<ReadStore> {
  const mongo = await freshMongo();
  const store = await openMongoReadStore({ mongo, models, logIsEmpty: true });
  const close = store.close.bind(store);
  return Object.assign(store, { close: () => mongo.database.dropDatabase().then(close) });
}

// Fewer and larger than embedded: a stand-in for a server takes milliseconds for each row.
describeReadStore('MongoDB', make, { rows: 6_000, largest: 9 * 10 ** 15 });
describeQueries('MongoDB', make);
describeReadings('MongoDB', make);
describeProjectingInto('MongoDB', make);
describeVisibility('MongoDB', make);
