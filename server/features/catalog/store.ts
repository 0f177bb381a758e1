/** The catalog's collections: the chain's menu, what each outlet does differently, boards, and items nobody has mapped yet. */
import { Board } from '../../contract/board.ts';
import { MappingTask, Menu, OutletMenu } from '../../contract/catalog.ts';
import { type CollectionSpec, collection, type Db, type Doc } from '../../infra/store/port.ts';
import { wholeRange } from '../../infra/store/whole.ts';

const everything = { ranges: { all: ['id'] } };
export const menuSpec = collection('menus', Menu);
export const outletMenuSpec = collection('outlet_menus', OutletMenu, everything);
export const boardSpec = collection('boards', Board, { ranges: { all: ['id'], due: ['wakeAt'] } });
export const mappingSpec = collection('mapping_tasks', MappingTask, { ranges: { byStatus: ['status', 'openedAt'] } });
export const catalogSpecs = [menuSpec, outletMenuSpec, boardSpec, mappingSpec] as unknown as CollectionSpec<Doc>[];

/** The chain has one menu. */
export const menuId = 'menu';
export function catalogStore(db: Db) {
  const [menus, outletMenus, boards, tasks] = [
    db.of(menuSpec),
    db.of(outletMenuSpec),
    db.of(boardSpec),
    db.of(mappingSpec),
  ];
  return {
    ...{ menus, outletMenus, boards, tasks },
    allOutletMenus: () => wholeRange(outletMenus, 'all', {}),
    allBoards: () => wholeRange(boards, 'all', {}),
    boardsDue: (now: Date) => boards.range('due', { wakeAt: { to: now } }, { limit: 200 }),
    tasks: {
      ...tasks,
      withStatus: (status: MappingTask['status'], limit: number) => tasks.range('byStatus', { status }, { limit }),
    },
  };
}
export type CatalogStore = ReturnType<typeof catalogStore>;
