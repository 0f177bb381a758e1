/** The chain's menu and what outlets do differently: kept in memory, changed by compare-and-set. */
import type { Menu, MenuBody, OutletMenu } from '../../../contract/catalog.ts';
import { type Actor, system } from '../../../contract/common.ts';
import { begin, change, type Seen } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault, Stale } from '../../../infra/faults.ts';
import { indexOf, type MenuIndex } from '../rules/menu.ts';
import type { OwnMenu } from '../rules/own.ts';
import { type CatalogStore, menuId } from '../store.ts';

const changed = [{ name: 'menu.changed' as const, data: {} }];
const emptyMenu: Menu = {
  id: menuId,
  version: 0,
  categories: [],
  dayparts: [],
  dishes: [],
  fees: { packagingFen: 0, deliveryFen: 0 },
  log: [],
};

export function createMenus({ store, clock }: { store: CatalogStore; clock: Clock }) {
  let index = indexOf(emptyMenu);
  const outlets = new Map<string, OutletMenu>();

  const put = (menu: Menu) => {
    if (menu.version > index.menu.version) index = indexOf(menu);
  };
  const putOutlet = (own: OutletMenu) => {
    if (own.version > (outlets.get(own.id)?.version ?? 0)) outlets.set(own.id, own);
  };
  const edit = async (
    decide: (menu: Menu) => MenuBody & Pick<Menu, 'seed'>,
    actor: Actor,
    seen: Seen = null,
  ): Promise<Menu> => {
    const stamp = { at: clock.now(), actor };
    const first: Menu = { ...emptyMenu, ...decide(emptyMenu), version: 1, log: begin(changed, stamp) };
    const isNew = !seen && (await store.menus.insert(first)).inserted;
    const menu = isNew
      ? first
      : await change(store.menus, menuId, { decide: now => ({ set: decide(now), facts: changed }), stamp, seen });
    put(menu);
    return menu;
  };
  return {
    put,
    putOutlet,
    async load() {
      const menu = await store.menus.get(menuId);
      if (menu) put(menu);
      for (const own of await store.allOutletMenus()) putOutlet(own);
    },
    /** Throws when what is stored is no longer the menu of this version: before anything else is written for it. */
    async stillAt(version: number): Promise<void> {
      const stored = await store.menus.get(menuId);
      if (!stored && version > 0) throw new Fault('not_found', 'There is no menu yet');
      if (stored && stored.version !== version) throw new Stale(stored);
    },
    index: (): MenuIndex => index,
    own: (outletId: string | null): OutletMenu | null => (outletId && outlets.get(outletId)) || null,
    allOwn: (): OutletMenu[] => [...outlets.values()],
    edit,
    /** The whole menu anew. */
    set: (body: MenuBody, actor: Actor = system, seen: Seen = null) => edit(() => body, actor, seen),
    async setOutlet(outletId: string, body: OwnMenu, actor: Actor = system, seen: Seen = null): Promise<OutletMenu> {
      const stamp = { at: clock.now(), actor };
      const first: OutletMenu = { id: outletId, version: 1, ...body, log: begin(changed, stamp) };
      const isNew = !seen && (await store.outletMenus.insert(first)).inserted;
      const own = isNew
        ? first
        : await change(store.outletMenus, outletId, { decide: () => ({ set: body, facts: changed }), stamp, seen });
      putOutlet(own);
      return own;
    },
  };
}
export type Menus = ReturnType<typeof createMenus>;
