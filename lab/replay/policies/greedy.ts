/** Yardstick: each order alone, to the idle courier who is nearest, just in time. */
import type { CourierNow, DayOrder, Moment, Policy, Send } from '../../../server/features/dispatch/solver/day/day.ts';
import { rideMin } from '../../../server/features/dispatch/solver/day/day.ts';
import type { Instance } from '../instance.ts';

export function greedy({ rules, restaurants }: Instance): Policy {
  const awayMin = (courier: CourierNow, order: DayOrder) => rideMin(courier, restaurants[order.restaurant]!, rules);
  const decide = ({ nowMin, orders, couriers }: Moment): Send[] => {
    const promised = new Set(couriers.flatMap(courier => courier.promised?.orders ?? []));
    const idle = new Set(couriers.filter(it => !it.promised && it.onMin <= nowMin && it.freeMin <= nowMin));
    const open = orders.filter(({ no }) => !promised.has(no)).sort((a, b) => a.readyMin - b.readyMin);
    const sends: Send[] = [];
    for (const order of open) {
      const reach = [...idle]
        .map(courier => ({ courier, arriveMin: nowMin + awayMin(courier, order) + rules.halfPickupMin }))
        .filter(({ courier, arriveMin }) => Math.max(arriveMin, order.readyMin) <= courier.offMin)
        .sort((a, b) => a.arriveMin - b.arriveMin);
      const best = reach[0];
      if (!best || best.arriveMin < order.readyMin) continue;
      idle.delete(best.courier);
      sends.push({ courier: best.courier.no, restaurant: order.restaurant, orders: [order.no] });
    }
    return sends;
  };
  return { decide };
}
