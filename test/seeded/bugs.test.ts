/** The seeded bugs can still be put in: code that moved takes them along. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bugs } from './bugs.ts';

const root = join(import.meta.dirname, '../..');

test.each(bugs.map(({ name, ...bug }) => [name, bug] as const))('%s', (_, { file, good, bad }) => {
  expect(bad).not.toBe(good);
  const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
  expect(text.split(good)).toHaveLength(2);
});
