/** Every outlet in memory, following the store: by id, by a channel's shop, by place. Reads never wait. */
import type { Point } from '../../../contract/common.ts';
import type { Outlet } from '../../../contract/outlets.ts';
import { type Grid, gridOf } from '../rules/grid.ts';
import { type Known, known } from '../rules/known.ts';

const shopKey = (channel: string, shopId: string) => `${channel}|${shopId}`;
/** Looked at when nobody delivers to a place, so that the record says who was too far. */
const tooFarKept = 3;

export function createDirectory({ load, windowMs }: { load(): Promise<Outlet[]>; windowMs: number }) {
  const held = new Map<string, Known>();
  let loading: Promise<void> | null = null;
  let grid: Grid | null = null;
  let shops: ReadonlyMap<string, string> | null = null;

  const put = (outlet: Outlet) => {
    if (outlet.version <= (held.get(outlet.id)?.outlet.version ?? 0)) return;
    held.set(outlet.id, known(outlet, windowMs));
    grid = null;
    shops = null;
  };
  const reload = async () => (await load()).forEach(put);
  const places = () => (grid ??= gridOf([...held.values()]));
  const shopsNow = () =>
    (shops ??= new Map(
      [...held.values()].flatMap(({ outlet }) =>
        outlet.shops.map(({ channel, shopId }) => [shopKey(channel, shopId), outlet.id] as const),
      ),
    ));
  return {
    put,
    reload,
    /** Waits for the first load. */
    ready: () => (loading ??= reload()),
    known: (id: string): Known | null => held.get(id) ?? null,
    get: (id: string): Outlet | null => held.get(id)?.outlet ?? null,
    all: (): readonly Outlet[] => [...held.values()].map(({ outlet }) => outlet),
    byShop(channel: string, shopId: string): Outlet | null {
      const id = shopsNow().get(shopKey(channel, shopId));
      return id === undefined ? null : (held.get(id)?.outlet ?? null);
    },
    /** Who may deliver there; nobody: the nearest, to be told that it is too far. */
    delivering(point: Point): readonly Known[] {
      const around = places().around(point);
      return around.length > 0 ? around : places().nearest(point, tooFarKept);
    },
    /** Who is near, where zones do not decide. */
    near: (point: Point): readonly Known[] => places().near(point),
  };
}
export type Directory = ReturnType<typeof createDirectory>;
