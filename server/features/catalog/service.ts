/** Use cases of the catalog: what may be sold where and for how much, boards, and unmapped items. */
import type { Basket, Priced } from '../../contract/basket.ts';
import type { MenuBody } from '../../contract/catalog.ts';
import type { Actor } from '../../contract/common.ts';
import type { IncomingLine, OrderLine } from '../../contract/orders.ts';
import type { Seen } from '../../infra/aggregate.ts';
import type { Clock } from '../../infra/clock.ts';
import { Fault } from '../../infra/faults.ts';
import type { Logger } from '../../infra/log.ts';
import { createBoards } from './boards/boards.ts';
import { createMenuFiles } from './menus/files.ts';
import { createMapping } from './menus/mapping.ts';
import { createMenus } from './menus/menus.ts';
import { createOwn } from './menus/own.ts';
import { createTakeover, type TakeoverNeeds } from './menus/takeover.ts';
import { cookedLines } from './rules/lines.ts';
import { dishOf, localTime, type Selling } from './rules/menu.ts';
import { parity } from './rules/parity.ts';
import { priceBasket } from './rules/price.ts';
import { shown } from './rules/shown.ts';
import type { CatalogStore } from './store.ts';

/** Where and when something is sold: `zone` is the outlet's time zone. */
export interface Counter {
  channel: string;
  at: Date;
  zone: string;
}

const farthestDays = 60;

interface Needs extends Pick<TakeoverNeeds, 'outletIds'> {
  store: CatalogStore;
  clock: Clock;
  log: Logger;
}

export function createCatalog({ store, clock, log, outletIds }: Needs) {
  const boards = createBoards({ store, clock });
  const menus = createMenus({ store, clock });
  const mapping = createMapping({ store, menus, clock });
  /** What was wanted this morning is sold as of now: nobody has yesterday's dishes or prices by asking for yesterday. */
  const notPast = (time: Date): Date => (time < clock.now() ? clock.now() : time);
  /** Stock is held from the moment an order is placed, so nobody holds it for years. */
  const soonEnough = (time: Date) => {
    if (time.getTime() <= clock.now().getTime() + farthestDays * 86_400_000) return;
    throw new Fault('invalid', `An order may be wanted at most ${farthestDays} days ahead`, { field: 'wantedAt' });
  };
  const at = (outletId: string | null, { channel, at: time, zone }: Counter): Selling => ({
    index: menus.index(),
    own: menus.own(outletId),
    board: outletId === null ? null : boards.peek(outletId),
    channel,
    local: localTime(notPast(time), zone),
  });
  return {
    boards,
    menus,
    index: menus.index,
    noteUnmapped: mapping.noteUnmapped,
    tasks: mapping.tasks,
    map: mapping.map,
    /** Everything into memory; the store is followed from then on. */
    load: async () => void (await Promise.all([menus.load(), boards.load()])),
    /** Lines as the kitchen cooks them: combos become their parts, unknown items keep their text. */
    linesOf: (lines: readonly IncomingLine[], channel: string): OrderLine[] =>
      cookedLines(menus.index(), lines, channel),
    /** The dish a channel's line means, by our id or by what the channel calls it. */
    dishIdOf: (line: IncomingLine, channel: string): string | undefined => dishOf(menus.index(), line, channel)?.id,
    /** Prices a basket by our own menu; problems and differences are data. Throws `invalid` when it is wanted too far ahead. */
    async price(basket: Basket, { outletId, ...counter }: Counter & { outletId: string | null }): Promise<Priced> {
      soonEnough(counter.at);
      return priceBasket(basket, at(outletId, counter));
    },
    /** What a diner may order here and now, by category. */
    selling: (outletId: string | null, counter: Counter) => shown(at(outletId, counter)),
    /** Where a dish costs something else on a channel than in our own app. */
    parity: () => parity(menus.index().menu, menus.allOwn()),
    setMenu: (body: MenuBody, actor: Actor, seen: Seen = null) => menus.set(body, actor, seen),
    ...createOwn({ menus, boards }),
    ...createTakeover({ menus, boards, files: createMenuFiles({ log }), outletIds }),
  };
}
export type Catalog = ReturnType<typeof createCatalog>;
