/** Numbers stand for names: between threads, and in the search. */
import type { PlannedStop } from './publish.ts';

/** Orders, couriers, outlets and skills by their names: numbers stand for them; those of the problem come first. */
export interface Names {
  orders: readonly string[];
  couriers: readonly string[];
  others: readonly string[];
}

/** Gives each name its number; unknown names get the next. */
export function numbering(first: readonly string[] = []) {
  const names = [...first];
  const known = new Map(first.map((name, i) => [name, i]));
  const of = (name: string): number => {
    const held = known.get(name);
    if (held !== undefined) return held;
    known.set(name, names.length);
    return names.push(name) - 1;
  };
  return { names, of, orNone: (name: string | null) => (name === null ? -1 : of(name)) };
}

/** A stop as a number: the order’s, doubled, one more for the drop-off. */
export const stopNumber = ({ kind }: PlannedStop, order: number) => 2 * order + (kind === 'deliver' ? 1 : 0);

/** The stop again. */
export const stopOf = (number: number, orders: readonly string[]): PlannedStop => ({
  orderId: orders[number >> 1]!,
  kind: number % 2 === 1 ? 'deliver' : 'collect',
});
