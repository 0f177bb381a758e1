/** Typed arrays, an element for each of a list. */

/** By hand: `from` takes several times as long, and this is done for everything of a city. */
function filled<T, A extends Float64Array | Int32Array>(array: A, list: readonly T[], of: (item: T) => number): A {
  for (let i = 0; i < list.length; i++) array[i] = of(list[i]!);
  return array;
}
export const floats = <T>(list: readonly T[], of: (item: T) => number) =>
  filled(new Float64Array(list.length), list, of);
export const wholes = <T>(list: readonly T[], of: (item: T) => number) => filled(new Int32Array(list.length), list, of);
