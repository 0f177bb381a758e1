/** Anticipation: sends idle couriers where what is expected is worst covered, when the gain is worth the ride. */

import { leastOf } from '../near.ts';
import { coverOf, never, shift, waitingAt } from './cover.ts';
import { type CourierNow, type Place, rideMin, type Send } from './day.ts';
import type { Demand } from './demand.ts';
import type { Ground, Route } from './trips.ts';

export interface PositionSettings {
  /** A better place is expected to pay for this long. */
  paysForMin: number;
  /** A ride costs this per minute, in minutes of a diner's waiting. */
  ridePrice: number;
  /** Fixed price of a move: too many moves undo the gain. */
  movePrice: number;
  /** Couriers free within this time count as cover. */
  soonMin: number;
  /** Orders of this many minutes compete for the couriers. */
  competingMin: number;
  /** How much of the cover is lost while it rides. */
  absence: number;
  farthestMin: number;
  worst: number;
  near: number;
  moves: number;
}
export const positionSettings: PositionSettings = {
  ...{
    paysForMin: 25,
    ridePrice: 0.02,
    movePrice: 0.15,
    soonMin: 12,
    competingMin: 8,
    absence: 0.7,
    farthestMin: 20,
    worst: 12,
    near: 6,
    moves: 6,
  },
};

export function createPositions(places: readonly Place[], rides: (a: number, b: number) => number) {
  const numbers = [...places.keys()];
  return (routes: readonly Route[], given: Given): Send[] => {
    const { ground, demand, settings } = given;
    const supply = routes.filter(route => isSupply(route, ground, settings)).map(({ courier }) => courier);
    const { rules, nowMin } = ground;
    const rates = demand.rates();
    const all = rates.reduce((sum, rate) => sum + rate, 0);
    const taken = Math.min(0.85, (all * settings.competingMin) / Math.max(1, supply.length));
    const away = (courier: CourierNow, r: number) =>
      Math.max(0, courier.freeMin - nowMin, courier.onMin - nowMin) +
      rideMin(courier, places[r]!, rules) +
      rules.halfPickupMin;
    const cover = coverOf(supply.length, (c, r) => away(supply[c]!, r), { rates, lateness: demand.lateness(), taken });
    const worst = worstCovered(settings.worst);
    const sends: Send[] = [];
    supply.forEach((courier, c) => {
      if (sends.length >= settings.moves || courier.freeMin > nowMin || courier.onMin > nowMin) return;
      const better = bestMove(courier, c);
      if (better === null) return;
      shift(cover, c, r => rides(better, r) + rules.halfPickupMin);
      sends.push({ courier: courier.no, restaurant: better, orders: [] });
    });
    return sends;

    function worstCovered(count: number): number[] {
      const waits = Array.from(rates, (_, r) => waitingAt(cover, r, { without: -1, extraMin: never }));
      return waits
        .map((_, r) => r)
        .sort((a, b) => waits[b]! - waits[a]! || a - b)
        .slice(0, count);
    }
    function bestMove(courier: CourierNow, c: number): number | null {
      const ridesTo = places.map(place => rideMin(courier, place, rules));
      const stays = waiting(c, r => ridesTo[r]! + rules.halfPickupMin);
      const least = waiting(c, () => rules.halfPickupMin);
      if ((stays - least) * settings.paysForMin <= settings.movePrice) return null;
      const gone = waiting(c, () => never);
      const near = leastOf(numbers, r => ridesTo[r]!, settings.near);
      let best: number | null = null;
      let bestGain = 0;
      for (const m of new Set([...near, ...worst])) {
        const ride = ridesTo[m]!;
        if (ride === 0 || ride > settings.farthestMin || nowMin + ride + 15 > courier.offMin) continue;
        const lasts = Math.min(settings.paysForMin, courier.offMin - nowMin - ride);
        const price = (gone - stays) * ride * settings.absence + settings.ridePrice * ride + settings.movePrice;
        // No place is better than being everywhere.
        if ((stays - least) * lasts - price <= bestGain) continue;
        const moved = waiting(c, r => rides(m, r) + rules.halfPickupMin);
        const gain = (stays - moved) * lasts - price;
        if (gain > bestGain) {
          bestGain = gain;
          best = m;
        }
      }
      return best;
    }
    function waiting(without: number, extra: (r: number) => number): number {
      let sum = 0;
      for (let r = 0; r < rates.length; r++)
        sum += waitingAt(cover, r, { without, extraMin: Math.min(never, extra(r)) });
      return sum;
    }
  };
}
interface Given {
  ground: Ground;
  demand: Demand;
  settings: PositionSettings;
}

/** Idle or soon so, and with nothing planned. */
function isSupply({ courier, trips }: Route, { nowMin }: Ground, { soonMin }: PositionSettings): boolean {
  if (trips.length > 0 || courier.promised) return false;
  return Math.max(courier.freeMin, courier.onMin) <= nowMin + soonMin && courier.offMin > nowMin + 5;
}
