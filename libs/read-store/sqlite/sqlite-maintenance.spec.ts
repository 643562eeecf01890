import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeReadStoreMaintenance } from '../../../test/contracts/read-store-maintenance.contract.js';
import { sampleModels } from '../../../test/contracts/read-store.samples.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import type { ReadModel } from '../read-model.js';
import { openServedStore } from './served-store.js';
import { SqliteMaintenance } from './sqlite-maintenance.js';

const opening = (file: string) => async (models: readonly ReadModel[], logIsEmpty: boolean) => {
  const store = await openServedStore({ file, models, logIsEmpty, onNotice: () => undefined });
  return { store, maintenance: new SqliteMaintenance(store) };
};

describeReadStoreMaintenance('a SQLite file', () => opening(join(tempFolder(), 'read.db')));

describe('the files of scratch stores', () => {
  it('are gone when they are closed, or at the next start when nobody could', async () => {
    const file = join(tempFolder(), 'read.db');
    const scratch = () => readdirSync(dirname(file)).filter((name) => name.includes('scratch'));
    const open = opening(file);
    const { store, maintenance } = await open(sampleModels, true);
    const made = await maintenance.scratch(sampleModels);
    expect(scratch()).toHaveLength(1);
    await made.close();
    expect(scratch()).toEqual([]);
    await store.close();

    writeFileSync(join(dirname(file), 'read.scratch-of-one-that-was-killed.db'), 'x');
    await (await open(sampleModels, true)).store.close();
    expect(scratch()).toEqual([]);
  });
});
