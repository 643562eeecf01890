/** Folders that import each other in a circle can only be understood together. Tests may import from anywhere, so they are left out. */
const { options } = require('./.dependency-cruiser.cjs');

const tests = '\\.(spec|contract|testing)\\.ts$|^(libs/testing|test|bench)/';

module.exports = {
  forbidden: [
    {
      name: 'no-knots-of-folders',
      comment: 'Move what the folders share into one that they both import.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(apps/api|libs|projections)(/|$)' },
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: `${options.exclude.path}|${tests}` } },
};
