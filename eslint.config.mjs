import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createRequire } from 'node:module';
import tseslint from 'typescript-eslint';

const { contexts } = createRequire(import.meta.url)('./tools/contexts.cjs');

const tests = ['**/*.spec.ts', '**/*.contract.ts', '**/*.testing.ts', 'libs/testing/**', 'test/**', 'bench/**/*.ts'];
const pure = [`libs/{${contexts().join(',')}}/**/*.ts`, 'projections/**/*.ts'];

/** What @nestjs/common and @nestjs/cqrs offer and this project leaves alone (DESIGN: decider, not AggregateRoot). */
const nest = [
  {
    name: '@nestjs/common',
    importNames: ['forwardRef'],
    message: 'An import cycle between modules fails at load in ES modules: take the cycle apart.',
  },
  {
    name: '@nestjs/cqrs',
    importNames: ['AggregateRoot', 'EventBus', 'EventPublisher', 'EventsHandler', 'Saga'],
    message: 'These are in memory, unordered and drop errors. Facts go through the event log.',
  },
];
const jestMocks = {
  name: '@jest/globals',
  importNames: ['jest'],
  message: 'No module mocks, no fake timers: pass a clock, a memory log or a function instead.',
};

/** Where the time or chance would get into decide, evolve or a reducer. */
const clockAndChance = [
  { object: 'Date', property: 'now' },
  { object: 'Math', property: 'random' },
  { object: 'crypto', property: 'randomUUID' },
].map((call) => ({
  ...call,
  message: 'decide, evolve and reducers are pure: the value arrives in the command or event.',
}));

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', 'docs/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
      ],
      // `as const` stays allowed. Where text from outside becomes a type is listed below.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // As tsc has it: a leading underscore says that it is there for its place only.
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `newId<AccountId>()` and `rejecting<AccountRefusal>()` name what comes back: that is their use.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'max-lines': ['error', 250],
      'no-restricted-imports': ['error', { paths: nest }],
      eqeqeq: 'error',
    },
  },
  {
    files: [
      'libs/kernel/**/*.ts',
      'libs/event-log/**/*.ts',
      'libs/sealing/**/*.ts',
      'libs/commands/**/*.ts',
      'libs/read-store/**/*.ts',
      '**/*.parse.ts',
      'apps/api/http/**/*.ts',
      'apps/api/batch/command-routes.ts',
      'apps/api/openapi/named-schemas.ts',
      // Where a command's class becomes the member of the decider's union that it stands for.
      'libs/application/commands/plain-command.ts',
      // Where one kind's id, state and fields become those of any.
      'libs/application/references/put-by-reference.ts',
      'apps/cli/import/**/*.ts',
      ...tests,
    ],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  {
    // A DTO is a class for its decorators' sake, and so are Nest's own options; to everyone else they are shapes.
    files: ['apps/**/*.ts', 'libs/application/runtime/open-runtime.ts'],
    rules: {
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: pure,
    ignores: tests,
    rules: {
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clockAndChance[0].message },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: nest,
          patterns: [
            {
              group: ['**/kernel/ids.js'],
              importNames: ['newId'],
              message: 'Ids of new things arrive in the command.',
            },
            { group: ['**/kernel/dates.js'], importNames: ['systemClock'], message: 'Times arrive in the command.' },
          ],
        },
      ],
    },
  },
  {
    files: tests,
    rules: {
      'max-lines': 'off',
      'no-restricted-imports': ['error', { paths: [...nest, jestMocks] }],
      'no-restricted-globals': ['error', ...sleeps()],
      'no-restricted-properties': ['error', ...switchedOffTests()],
    },
  },
  // Its types are made by `npm run client`, and checked there.
  {
    files: ['tools/client/**/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    // What comes over the wire becomes a type there.
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: nodeGlobals() },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
);

function sleeps() {
  return ['setTimeout', 'setInterval'].map((name) => ({ name, message: 'No sleeps in tests: wait for progress.' }));
}

function switchedOffTests() {
  return ['it', 'test', 'describe'].flatMap((object) =>
    ['only', 'skip', 'todo'].map((property) => ({ object, property, message: 'Every test runs, or it is not there.' })),
  );
}

function nodeGlobals() {
  const names = ['console', 'process', 'module', 'require', 'URL', 'fetch', 'AbortSignal', 'AbortController', 'Buffer'];
  return Object.fromEntries([...names, 'setTimeout', 'clearTimeout'].map((name) => [name, 'readonly']));
}
