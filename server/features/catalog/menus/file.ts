/** The menu as a YAML file: read with the line and column of every mistake, written in the same format. */
import { isNode, LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { type MenuBody, MenuBody as MenuSchema, OutletMenuBody } from '../../../contract/catalog.ts';
import { Fault } from '../../../infra/faults.ts';

/** The menu and, by outlet, what is different there: prices, dishes not sold, portions of limited dishes. */
export const MenuFile = MenuSchema.extend({
  outlets: z
    .record(
      z.string(),
      OutletMenuBody.extend({ stock: z.record(z.string(), z.number().int().min(0).nullable()).default({}) }),
    )
    .default({}),
}).superRefine((file, issues) => {
  const dishes = new Set(file.dishes.map(dish => dish.id));
  const categories = new Set(file.categories.map(category => category.id));
  const seen = new Set<string>();
  file.dishes.forEach((dish, i) => {
    const say = (path: (string | number)[], message: string) =>
      issues.addIssue({ code: 'custom', path: ['dishes', i, ...path], message });
    if (seen.has(dish.id)) say(['id'], `there are two dishes ${dish.id}`);
    seen.add(dish.id);
    if (!categories.has(dish.categoryId)) say(['categoryId'], `there is no category ${dish.categoryId}`);
    dish.parts.forEach((part, j) => {
      if (!dishes.has(part.dishId)) say(['parts', j, 'dishId'], `there is no dish ${part.dishId}`);
    });
  });
});
export type MenuFile = z.output<typeof MenuFile>;

/** Reads a menu file; every mistake is told with its line and column. */
export function readMenuFile(text: string, name: string): MenuFile {
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
  if (parsed.success) return parsed.data;
  throw refused(
    name,
    parsed.error.issues.map(({ path, message }) => ({
      path: where(offsetOf(document, path)),
      message: `${path.join('.')}: ${message}`,
    })),
  );
}

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
  stringify({ ...menu, outlets }, { lineWidth: 120 });
