import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unbundledApi } from '../../../libs/testing/api/programs.js';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { testKey } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';

const compiled = (path: string): string => JSON.stringify(new URL(`../../../dist/${path}`, import.meta.url).href);

/** Starts the built API with code that spoils a part of it, as a faulty release would. */
export function startAiling(folder: string, code: string): Promise<ServerProcess> {
  const file = join(tempFolder(), 'ailing.mjs');
  writeFileSync(file, code);
  return ServerProcess.start(folder, { ADMIN_API_KEY: testKey, NODE_OPTIONS: `--import ${file}` }, unbundledApi);
}

/** The read model of accounts cannot take names with this word. */
export const accountsCannotTake = (word: string): string => `
  import { readModels } from ${compiled('libs/application/register/registry.js')};
  const { on } = readModels.find(({ name }) => name === 'accounts');
  const edited = on.AccountEdited;
  on.AccountEdited = (row, event) => {
    if (JSON.stringify(event.data).includes(${JSON.stringify(word)})) throw new Error('No ${word} here.');
    return edited(row, event);
  };
`;

/** Contracts refuse sales of products with this code. */
export const contractsRefuse = (productCode: string): string => `
  import { aggregates } from ${compiled('libs/application/register/aggregates.js')};
  import { DomainError } from ${compiled('libs/kernel/domain-error.js')};
  const { contract } = aggregates;
  const decide = contract.decide;
  contract.decide = (command, state) => {
    if (command.contract?.product?.code === ${JSON.stringify(productCode)}) throw new DomainError('name-required', 'Not this one.');
    return decide(command, state);
  };
`;

export interface ShownParked {
  readonly at: string;
  readonly key: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly stream: string;
    readonly revision: number;
    readonly position: string;
  };
  readonly since: string;
  readonly code?: string;
  readonly message: string;
  readonly behind: number;
}

export const parkedIn = (
  server: ServerProcess,
): Promise<{ readonly projections: readonly ShownParked[]; readonly processes: readonly ShownParked[] }> =>
  server.get('/v1/admin/parked');
