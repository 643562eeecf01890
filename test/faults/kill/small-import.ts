import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../../../libs/testing/api/programs.js';
import { derivedId } from '../../../libs/kernel/ids.js';
import { testKey } from '../../../libs/testing/api/test-api.js';

const deals = Array.from({ length: 24 }, (_one, index) => ({ id: `d${String(index)}`, won: index % 2 === 0 }));

/** One import of a few deals, half of them won, that is killed and run again until it has come to its end. */
export class SmallImport {
  readonly id: string;
  readonly deals = deals.map(({ id }) => id);
  readonly won = deals.filter(({ won }) => won).length;
  done = false;

  constructor(
    private readonly folder: string,
    number: number,
  ) {
    const name = `small-${String(number)}`;
    this.id = derivedId('import', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'recipe.json'), JSON.stringify({ ...recipe, name }));
    const lines = deals.map(({ id, won }) => `${id},${won ? 'won' : 'open'}`);
    writeFileSync(join(folder, 'deals.csv'), `id,state\n${lines.join('\n')}\n`);
  }

  /** Into a server, or straight into a data folder. */
  run(target: { readonly url: string } | { readonly dataDir: string }): ImportProcess {
    const to = 'url' in target ? ['--url', target.url, '--key', testKey] : ['--data-dir', target.dataDir];
    const child = spawn(
      process.execPath,
      [
        programs.cli,
        'import',
        this.folder,
        '--from',
        this.folder,
        '--rejects',
        join(this.folder, 'rejected.csv'),
        ...to,
      ],
      { env: { PATH: process.env['PATH'] ?? '' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    return new ImportProcess(child, () => {
      this.done = true;
    });
  }
}

export class ImportProcess {
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;

  constructor(
    private readonly child: ChildProcess,
    done: () => void,
  ) {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()));
    this.ended = once(child, 'close').then(([code]) => {
      if (code === 0) done();
      return { code: code as number | null, said };
    });
  }

  kill(): Promise<unknown> {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

const recipe = {
  constants: { start: '2016-01-01' },
  files: { deals: { file: 'deals.csv', columns: ['id', 'state'] } },
  steps: [
    {
      step: 'account',
      requests: [{ path: '/v1/accounts', body: { accountType: 'company', name: 'Imported' }, as: 'account' }],
      remember: [{ table: 'accounts', name: 'Imported', value: '{account.id}' }],
    },
    {
      step: 'category',
      requests: [
        {
          path: '/v1/product-categories',
          body: { name: 'Goods', contractType: 'delivery', kind: 'oneOff' },
          as: 'category',
        },
      ],
      remember: [{ table: 'categories', name: 'Goods', value: '{category.id}' }],
    },
    {
      step: 'pipeline',
      requests: [
        {
          path: '/v1/pipelines',
          body: { name: 'Imports', stages: [{ name: 'Open', category: 'open', probability: '20' }] },
          as: 'pipeline',
        },
      ],
      remember: [{ table: 'pipelines', name: 'Imports', value: '{pipeline.id}' }],
    },
    {
      step: 'deals',
      rows: 'deals',
      key: '{id}',
      values: {
        pipelineId: { of: 'Imports', in: 'pipelines' },
        accountId: { of: 'Imported', in: 'accounts' },
        categoryId: { of: 'Goods', in: 'categories' },
      },
      requests: [
        {
          path: '/v1/opportunities',
          body: {
            name: 'Imported {id}',
            pipelineId: '{pipelineId}',
            accountId: '{accountId}',
            references: [{ system: 'old', type: 'deal', id: '{id}' }],
          },
          as: 'deal',
        },
        {
          when: { state: 'won' },
          path: '/v1/opportunities/{deal.id}/quotes',
          body: {
            name: 'Offer',
            currency: 'EUR',
            lines: [{ name: 'Goods', categoryId: '{categoryId}', quantity: '2', unitPrice: '7.50' }],
          },
          as: 'quote',
        },
        { when: { state: 'won' }, path: '/v1/opportunities/{deal.id}/quotes/{quote.quoteId}/activate' },
        { when: { state: 'won' }, path: '/v1/opportunities/{deal.id}/sell' },
      ],
    },
  ],
};
