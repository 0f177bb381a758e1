/** The menu as a YAML file: read with the line and column of every mistake, written in the same format. */
import { isNode, LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { fits, type MenuBody, menuFields, OutletMenuBody } from '../../../contract/catalog.ts';
import { strictly } from '../../../contract/strictly.ts';
import { Fault } from '../../../infra/faults.ts';

const OwnInFile = strictly(
  OutletMenuBody.extend({ stock: z.record(z.string(), z.number().int().min(0).nullable()).optional() }),
);
/** The menu and, by outlet, what is different there: prices, dishes not sold, portions of limited dishes. Left out: as it is. */
export const MenuFile = z
  .strictObject({ ...menuFields, outlets: z.record(z.string(), OwnInFile).optional() })
  .superRefine((file, issues) => {
    fits(file, issues);
    const dishes = new Set(file.dishes.map(dish => dish.id));
    for (const [outletId, own] of Object.entries(file.outlets ?? {}))
      for (const [path, dishId] of dishesNamed(own))
        if (!dishes.has(dishId))
          issues.addIssue({
            ...{ code: 'custom', path: ['outlets', outletId, ...path] },
            message: `there is no dish ${dishId}`,
          });
  });
export type MenuFile = z.output<typeof MenuFile>;

const dishesNamed = ({ prices, off, stock = {} }: z.output<typeof OwnInFile>): [(string | number)[], string][] => [
  ...Object.keys(prices).map((id): [string[], string] => [['prices', id], id]),
  ...off.map((id, i): [(string | number)[], string] => [['off', i], id]),
  ...Object.keys(stock).map((id): [string[], string] => [['stock', id], id]),
];

interface Mistake {
  path: readonly PropertyKey[];
  message: string;
}

/** Reads a menu file; every mistake is told with its line and column. */
export function readMenuFile(text: string, name: string, isOutlet: (id: string) => boolean): MenuFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const where = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const broken = document.errors.map(error => ({
    path: where(error.pos[0]),
    message: error.message.split('\n')[0] ?? '',
  }));
  if (broken.length > 0) throw refused(name, broken);
  const parsed = MenuFile.safeParse(document.toJS());
  const mistakes = parsed.success ? unknownOutlets(parsed.data, isOutlet) : parsed.error.issues.flatMap(mistakesOf);
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw refused(
    name,
    mistakes.map(({ path, message }) => ({
      path: where(offsetOf(document, path)),
      message: `${path.join('.') || 'menu'}: ${message}`,
    })),
  );
}

/** A field that does not exist is told where it stands, not where its dish begins. */
const mistakesOf = (issue: z.core.$ZodIssue): Mistake[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => ({ path: [...issue.path, key], message: 'there is no such field' }))
    : [issue];

const unknownOutlets = ({ outlets = {} }: MenuFile, isOutlet: (id: string) => boolean): Mistake[] =>
  Object.keys(outlets)
    .filter(id => !isOutlet(id))
    .map(id => ({ path: ['outlets', id], message: `there is no outlet ${id}` }));

/** Where a field stands; for one that is missing, where its parent begins. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

const refused = (name: string, issues: { path: string; message: string }[]) =>
  new Fault('invalid', `${name} cannot be read: ${issues.map(one => `${one.path} ${one.message}`).join('; ')}`, {
    issues,
  });

/** The menu as a file that `readMenuFile` reads back to the same menu. */
export const writeMenuFile = (menu: MenuBody, outlets: MenuFile['outlets']): string =>
  stringify({ ...menu, outlets }, { lineWidth: 120, aliasDuplicateObjects: false });
