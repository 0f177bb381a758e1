/** The menu as a YAML file: read with the line and column of every mistake, written in the same format. */
import { LineCounter, stringify } from 'yaml';
import { z } from 'zod';
import { fits, type MenuBody, menuFields, OutletMenuBody } from '../../../contract/catalog.ts';
import { keyed } from '../../../contract/keys.ts';
import { strictly } from '../../../contract/strictly.ts';
import { Fault } from '../../../infra/faults.ts';
import { unknownDishes } from '../rules/own.ts';
import { readYaml } from './yaml.ts';

const OwnInFile = strictly(OutletMenuBody.extend({ stock: keyed(z.number().int().min(0).nullable()).optional() }));
/** The menu and, by outlet, what is different there: prices, dishes not sold, portions of limited dishes. Left out: as it is. */
export const MenuFile = z
  .strictObject({ ...menuFields, outlets: keyed(OwnInFile).optional() })
  .superRefine((file, issues) => {
    fits(file, issues);
    const dishes = new Set(file.dishes.map(dish => dish.id));
    for (const [outletId, own] of Object.entries(file.outlets ?? {}))
      for (const { path, message } of unknownDishes(own, id => dishes.has(id)))
        issues.addIssue({ code: 'custom', path: ['outlets', outletId, ...path], message });
  });
export type MenuFile = z.output<typeof MenuFile>;

interface Mistake {
  path: readonly PropertyKey[];
  message: string;
}
/** More are not read by anybody. */
const toldAtMost = 100;

/** Reads a menu file; every mistake is told with its line and column. */
export function readMenuFile(text: string, name: string, isOutlet: (id: string) => boolean): MenuFile {
  const lines = new LineCounter();
  const refused = (mistakes: readonly { offset: number; message: string }[]) => {
    const issues = mistakes.slice(0, toldAtMost).map(({ offset, message }) => {
      const { line, col } = lines.linePos(offset);
      return { path: `${name}:${line}:${col}`, message };
    });
    const told = issues.map(one => `${one.path} ${one.message}`).join('; ');
    return new Fault('invalid', `${name} cannot be read: ${told}`, { issues });
  };
  const yaml = readYaml(text, lines);
  if (yaml.mistakes) throw refused(yaml.mistakes);
  const parsed = MenuFile.safeParse(yaml.value);
  const mistakes = parsed.success ? unknownOutlets(parsed.data, isOutlet) : parsed.error.issues.flatMap(mistakesOf);
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw refused(
    mistakes.slice(0, toldAtMost).map(({ path, message }) => ({
      offset: yaml.offsetOf(path),
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

/** The menu as a file that `readMenuFile` reads back to the same menu. */
export const writeMenuFile = (menu: MenuBody, outlets: MenuFile['outlets']): string =>
  stringify({ ...menu, outlets }, { lineWidth: 120, aliasDuplicateObjects: false });
