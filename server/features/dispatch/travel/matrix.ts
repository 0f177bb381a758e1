/** Ride times from a file of ours: read once at the start, refused whole when anything in it is wrong. */
import { readFileSync } from 'node:fs';
import type { Roads } from '../rules/travel.ts';
import { createRoads, type TravelProvider } from './provider.ts';
import { readMatrix, ridesBy } from './rules/matrix.ts';

/** A door within this of a known place rides as that place does. */
const snapM = 800;

/** Throws an error that names file, line and column of everything wrong. */
export function matrixProvider(file: string): TravelProvider {
  const read = readMatrix(readFileSync(file, 'utf8'));
  if (!read.ok) {
    const list = read.wrong.map(({ line, column, what }) => `  ${file}:${line}:${column}: ${what}`);
    throw new Error(`The table of ride times is wrong:\n${list.join('\n')}`);
  }
  const rides = ridesBy(read.matrix, snapM);
  return {
    name: 'matrix',
    async roads(pairs, straight): Promise<Roads> {
      const roads = createRoads();
      for (const { from, to } of pairs) {
        const seconds = rides(from, to, straight);
        if (seconds !== null) roads.add(from, to, seconds);
      }
      return roads.made;
    },
    known: ({ from, to }, straight) => rides(from, to, straight),
    trouble: () => null,
  };
}
