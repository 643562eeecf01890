import { describeQueries } from '../../../test/contracts/query.contract.js';
import { describeReadStore } from '../../../test/contracts/read-store.contract.js';
import { describeVisibility } from '../../../test/contracts/visibility.contract.js';
import { openSqliteReadStore } from './sqlite-read-store.js';

describeReadStore('SQLite', (models) => openSqliteReadStore({ file: ':memory:', models }));
describeQueries('SQLite', (models) => openSqliteReadStore({ file: ':memory:', models }));
describeVisibility('SQLite', (models) => openSqliteReadStore({ file: ':memory:', models }));
