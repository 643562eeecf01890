import base from './jest.config.mjs';

/** Tests with real servers, or what stands in for them: each names the variable that says where its server is. */
export default { ...base, roots: ['<rootDir>/test/servers'], testPathIgnorePatterns: ['/node_modules/'] };
