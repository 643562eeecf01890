import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

/** Code that the house rules refuse. */
const refused: readonly Planted[] = [
  { rule: 'no-restricted-imports', file: 'apps/api/planted.ts', code: `export { forwardRef } from '@nestjs/common';` },
  { rule: 'no-restricted-imports', file: 'apps/api/planted.ts', code: `export { EventBus } from '@nestjs/cqrs';` },
  { rule: 'no-restricted-imports', file: 'apps/api/planted.ts', code: `export { AggregateRoot } from '@nestjs/cqrs';` },
  { rule: 'no-restricted-imports', file: 'libs/sales/planted.ts', code: `export { newId } from '../kernel/ids.js';` },
  { rule: 'no-restricted-imports', file: 'libs/sales/planted.spec.ts', code: `export { jest } from '@jest/globals';` },
  { rule: 'no-restricted-properties', file: 'libs/sales/planted.ts', code: 'export const now = Date.now();' },
  {
    rule: 'no-restricted-properties',
    file: 'projections/planted/planted.ts',
    code: 'export const luck = Math.random();',
  },
  { rule: 'no-restricted-properties', file: 'test/planted.spec.ts', code: `it.only('runs alone', () => undefined);` },
  { rule: 'no-restricted-syntax', file: 'libs/sales/planted.ts', code: 'export const now = new Date();' },
  { rule: 'no-restricted-globals', file: 'test/planted.spec.ts', code: 'setTimeout(() => undefined, 100);' },
  { rule: '@typescript-eslint/no-explicit-any', file: 'libs/kernel/planted.ts', code: 'export const some: any = 1;' },
  {
    rule: '@typescript-eslint/no-non-null-assertion',
    file: 'apps/cli/planted.ts',
    code: 'export const sure = process.argv[2]!;',
  },
  {
    rule: '@typescript-eslint/consistent-type-assertions',
    file: 'libs/sales/planted.ts',
    code: `export const id = 'x' as string;`,
  },
];

/** Their neighbours that stay allowed. */
const accepted: readonly Omit<Planted, 'rule'>[] = [
  { file: 'libs/sales/planted.ts', code: `export const states = ['open', 'sold'] as const;` },
  { file: 'libs/kernel/planted.ts', code: `export const id = 'x' as string;` },
  { file: 'apps/cli/import/planted.ts', code: `export const id = 'x' as string;` },
  { file: 'apps/api/planted.ts', code: `export { newId } from '../../libs/kernel/ids.js';` },
  { file: 'apps/api/planted.ts', code: `export { CommandBus } from '@nestjs/cqrs';` },
  { file: 'libs/sales/planted.ts', code: 'export const then = (at: string) => new Date(at);' },
];

describe('the house rules', () => {
  // Planted code is in no file: rules that need its types stay out of it.
  const cwd = dirname(createRequire(import.meta.url).resolve('../../package.json'));
  const eslint = new ESLint({
    cwd,
    overrideConfig: { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
  });
  const brokenBy = async (filePath: string, code: string): Promise<readonly (string | null)[]> => {
    const results = await eslint.lintText(code, { filePath });
    return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
  };

  it.each(refused)('$rule refuses, in $file: $code', async ({ rule, file, code }) =>
    expect(await brokenBy(file, code)).toEqual([rule]),
  );

  it.each(accepted)('allow, in $file: $code', async ({ file, code }) => expect(await brokenBy(file, code)).toEqual([]));

  it('keep sources to 250 lines', async () => {
    const longFile = `export {};${'\n// one more'.repeat(250)}`;
    expect(await brokenBy('libs/sales/planted.ts', longFile)).toEqual(['max-lines']);
  });

  it('ask for every case of a switch over a union, without a default', async () => {
    const { rules } = (await new ESLint({ cwd }).calculateConfigForFile('libs/sales/planted.ts')) as {
      readonly rules: object;
    };
    expect(rules).toMatchObject({
      '@typescript-eslint/switch-exhaustiveness-check': [2, { allowDefaultCaseForExhaustiveSwitch: false }],
    });
  });
});
