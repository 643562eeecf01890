/** Tests run from the TypeScript sources, as ES modules. */
export default {
  testEnvironment: 'node',
  // No test asserts a time: a slow machine only takes longer.
  testTimeout: 300_000,
  roots: ['<rootDir>/libs', '<rootDir>/projections', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // These need servers: jest.servers.config.mjs.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/servers/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest' },
};
