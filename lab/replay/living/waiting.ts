/** Where idle couriers of a lived day are asked to wait, once a minute, from what the day has shown so far. */
import type { Point } from '../../../server/contract/common.ts';
import {
  areaOf,
  blank,
  counted,
  latenessOf,
  type Placed,
  quarterMs,
  ratesAt,
} from '../../../server/features/dispatch/demand/rules/demand.ts';
import { isOver, type Person, waiterOf } from '../../../server/features/dispatch/demand/rules/hints.ts';
import { sendsOf } from '../../../server/features/dispatch/demand/rules/waiting.ts';
import type { Outlet } from '../../../server/features/dispatch/rules/publish.ts';
import { positionSettings } from '../../../server/features/dispatch/solver/day/position.ts';
import type { Rider } from './rider.ts';
import type { LivingOrder, Town } from './town.ts';

const zone = 'Asia/Shanghai';

export function createWaiting({ outlets, travel }: Town, from: Date) {
  let memory = blank(from);
  let fresh: Placed[] = [];
  const stands = new Map<string, Outlet>();
  for (const outlet of outlets.values())
    if (!stands.has(areaOf(outlet.point))) stands.set(areaOf(outlet.point), outlet);
  const areas = [...stands];
  return {
    learn({ outlet, placedAt, readyAt }: LivingOrder) {
      fresh.push({ area: areaOf(outlet.point), placedAt, readyAt });
    },
    /** Gives the riders their hints and takes back those that say nothing any more. */
    consider(riders: readonly Rider[], now: Date) {
      const to = new Date(Math.floor(now.getTime() / quarterMs) * quarterMs);
      if (to > memory.countedTo) {
        memory = counted(memory, fresh, { to, zone });
        fresh = fresh.filter(({ placedAt }) => placedAt >= to);
      }
      for (const rider of riders)
        if (rider.route.hint && isOver(rider.route.hint, personOf(rider, now), now)) rider.route.hint = null;
      const rates = ratesAt(memory, fresh, { now, zone });
      const spots = areas.map(([area, { point }]) => ({ point, rate: rates.get(area) ?? 0 }));
      const waiters = riders.map(it => waiterOf(personOf(it, now), now, travel)).filter(it => it !== null);
      const situation = { now, travel, lateness: latenessOf(memory, fresh, now), settings: positionSettings };
      const byId = new Map(riders.map(rider => [rider.courier.id, rider]));
      for (const { courierId, spot } of sendsOf(waiters, spots, situation))
        byId.get(courierId)!.route.hint = hintTo(areas[spot]![1], now);
    },
  };
}

const personOf = ({ courier, route, point }: Rider, now: Date): Person => ({
  ...{ id: courier.id, position: { point, at: now }, endAt: courier.shift!.plannedEndAt, route },
});

const hintTo = ({ id, name, point }: { id: string; name: string; point: Point }, at: Date) => ({
  ...{ outletId: id, name, point, reason: '', at, answer: 'accepted' as const },
});
