/** The catalog's collections: the chain's menu, what each outlet does differently, boards, and items nobody has mapped yet. */
import { Board, MappingTask, Menu, OutletMenu } from '../../contract/catalog.ts';
import { type CollectionSpec, collection, type Db, type Doc, type Store } from '../../infra/store/port.ts';

const everything = { ranges: { all: ['id'] } };
export const menuSpec = collection('menus', Menu);
export const outletMenuSpec = collection('outlet_menus', OutletMenu, everything);
export const boardSpec = collection('boards', Board, { ranges: { all: ['id'], due: ['wakeAt'] } });
export const mappingSpec = collection('mapping_tasks', MappingTask, { ranges: { byStatus: ['status', 'openedAt'] } });
export const catalogSpecs = [menuSpec, outletMenuSpec, boardSpec, mappingSpec] as unknown as CollectionSpec<Doc>[];

/** The chain has one menu. */
export const menuId = 'menu';
const page = 500;

async function all<T extends Doc>(store: Store<T>): Promise<T[]> {
  const found: T[] = [];
  for (let full = true; full; ) {
    const after = found.at(-1);
    const read = await store.range('all', {}, { limit: page, ...(after ? { after } : {}) });
    found.push(...read);
    full = read.length === page;
  }
  return found;
}

export function catalogStore(db: Db) {
  const [menus, outletMenus, boards, tasks] = [
    db.of(menuSpec),
    db.of(outletMenuSpec),
    db.of(boardSpec),
    db.of(mappingSpec),
  ];
  return {
    ...{ menus, outletMenus, boards, tasks },
    allOutletMenus: () => all(outletMenus),
    allBoards: () => all(boards),
    boardsDue: (now: Date) => boards.range('due', { wakeAt: { to: now } }, { limit: 200 }),
    tasks: {
      ...tasks,
      withStatus: (status: MappingTask['status'], limit: number) => tasks.range('byStatus', { status }, { limit }),
    },
  };
}
export type CatalogStore = ReturnType<typeof catalogStore>;
