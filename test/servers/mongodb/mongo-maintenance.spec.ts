import { MongoMaintenance } from '../../../libs/read-store/mongodb/mongo-maintenance.js';
import { openMongoReadStore } from '../../../libs/read-store/mongodb/mongo-read-store.js';
import { describeReadStoreMaintenance } from '../../contracts/read-store-maintenance.contract.js';
import { freshMongo } from './server.js';

describeReadStoreMaintenance('MongoDB', () => {
  const fresh = freshMongo();
  return async (models, logIsEmpty) => {
    const mongo = await fresh;
    return {
      store: await openMongoReadStore({ mongo, models, logIsEmpty }),
      maintenance: new MongoMaintenance({ mongo }),
    };
  };
});
