import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { product } from './version.js';

it('the version that is told is that of package.json', () => {
  expect(JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8'))).toMatchObject(product);
});
