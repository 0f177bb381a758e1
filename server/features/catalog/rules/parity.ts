/** Price parity: where a dish costs something else on a channel than what our own app asks for it. */
import type { Menu, OutletMenu, ParityLine } from '../../../contract/catalog.ts';
import { under } from '../../../contract/keys.ts';
import { priceFen } from './menu.ts';

const base = 'app';

/** Every difference, chain-wide (`outletId` null) and by outlet, the largest first. */
export function parity(menu: Menu, outlets: readonly OutletMenu[]): ParityLine[] {
  const found: ParityLine[] = [];
  for (const own of [null, ...outlets]) {
    for (const dish of menu.dishes) {
      const ownPrices = under(own?.prices, dish.id);
      if (own && !ownPrices) continue;
      const ownFen = priceFen(dish, own, base);
      for (const channel of new Set([...Object.keys(dish.prices), ...Object.keys(ownPrices ?? {})])) {
        if (channel === base || channel === '*') continue;
        const fen = priceFen(dish, own, channel);
        if (fen !== ownFen)
          found.push({
            dishId: dish.id,
            name: dish.name,
            outletId: own?.id ?? null,
            channel,
            priceFen: fen,
            appFen: ownFen,
          });
      }
    }
  }
  return found.sort((a, b) => Math.abs(b.priceFen - b.appFen) - Math.abs(a.priceFen - a.appFen));
}
