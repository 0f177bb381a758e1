/** What is well written in a YAML file and still cannot be meant: fields that are there twice, aliases of nothing or of far too much. */
import { type Alias, isAlias, isCollection, isMap, isNode, isPair, isScalar, type YAMLMap } from 'yaml';

/** What is wrong, and at which character of the text. */
export interface Mistake {
  offset: number;
  message: string;
}

export const placeOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** Looks at every node once, in the order of the text; `maxLength`: in characters, with every alias written out. */
export function nodeMistakes(root: unknown, maxLength: number): Mistake[] {
  const mistakes: Mistake[] = [];
  /** How long what has a name is when it is written out. */
  const named = new Map<string, number>();

  const lengthOfAlias = ({ source, range }: Alias): number => {
    const length = named.get(source);
    if (length === undefined)
      mistakes.push({ offset: range?.[0] ?? 0, message: `*${source} stands for nothing that ends above it` });
    return length ?? 0;
  };
  const lengthOf = (node: unknown): number => {
    if (isAlias(node)) return lengthOfAlias(node);
    if (isPair(node)) return lengthOf(node.key) + lengthOf(node.value);
    if (isScalar(node)) return nameIt(node.anchor, String(node.value).length + 1);
    if (!isCollection(node)) return 0;
    // What is a part of it cannot stand for it.
    if (node.anchor) named.delete(node.anchor);
    if (isMap(node)) for (const mistake of keyMistakes(node)) mistakes.push(mistake);
    return nameIt(
      node.anchor,
      node.items.reduce<number>((sum, item) => sum + lengthOf(item), 1),
    );
  };
  const nameIt = (anchor: string | undefined, length: number): number => {
    if (anchor) named.set(anchor, length);
    return length;
  };
  if (lengthOf(root) > maxLength)
    mistakes.push({ offset: 0, message: `is over ${maxLength} characters with every alias written out` });
  return mistakes;
}

/** Of two fields with one name the second would silently win. */
function keyMistakes({ items }: YAMLMap): Mistake[] {
  const seen = new Set<string>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key)) return [{ offset: placeOf(key), message: 'a field must be named by a text' }];
    const name = String(key.value);
    const message = `there are two fields ${name}`;
    return seen.size === seen.add(name).size ? [{ offset: placeOf(key), message }] : [];
  });
}
