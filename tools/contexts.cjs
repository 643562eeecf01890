// The contexts are the folders of libs/ that are not named here: a new one is under their rules from its first file.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const others = new Set([
  'kernel',
  'event-log',
  'sealing',
  'read-store',
  'projection',
  'commands',
  'processes',
  'application',
  'testing',
]);

/** The names of all contexts in the tree that is looked at. */
exports.contexts = () =>
  readdirSync(join(process.cwd(), 'libs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !others.has(entry.name))
    .map(({ name }) => name)
    .sort();
