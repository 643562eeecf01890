import { describeProjectingInto } from '../../../test/contracts/projecting.contract.js';
import { describeQueries } from '../../../test/contracts/query.contract.js';
import { describeReadStore } from '../../../test/contracts/read-store.contract.js';
import { describeVisibility } from '../../../test/contracts/visibility.contract.js';
import type { ReadModel } from '../read-model.js';
import { openSqliteReadStore } from './sqlite-read-store.js';

const make = (models: readonly ReadModel[]) => openSqliteReadStore({ file: ':memory:', models });

describeReadStore('SQLite', make);
describeQueries('SQLite', make);
describeProjectingInto('SQLite', make);
describeVisibility('SQLite', make);
