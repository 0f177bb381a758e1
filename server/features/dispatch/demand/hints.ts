/** Asks idle couriers to wait where it pays: once a minute, a word on the courier's screen that may be accepted or refused. */
import { Counter } from 'prom-client';
import type { Actor } from '../../../contract/common.ts';
import type { Courier } from '../../../contract/couriers.ts';
import type { DemandView } from '../../../contract/regions.ts';
import type { Hint, Route } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Metrics } from '../../../infra/metrics.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Leases } from '../planning/lease.ts';
import type { Outlet } from '../rules/publish.ts';
import { type PositionSettings, positionSettings } from '../solver/day/position.ts';
import type { TravelTimes } from '../travel/travel.ts';
import type { DemandMemoryKeeper } from './memory.ts';
import { areaOf } from './rules/demand.ts';
import { isOver, type Person, stands, waiterOf } from './rules/hints.ts';
import { sendsOf } from './rules/waiting.ts';

interface Needs {
  memory: DemandMemoryKeeper;
  couriers: Pick<Couriers, 'ready' | 'onDuty' | 'position' | 'mayTakeWork' | 'known'>;
  routes: RouteBook;
  leases: Pick<Leases, 'hold' | 'isHeld'>;
  travel: Pick<TravelTimes, 'of'>;
  outletsIn(region: string): readonly Outlet[];
  clock: Clock;
  metrics: Metrics;
  settings?: PositionSettings;
}
interface Area {
  outlet: Outlet;
  point: Outlet['point'];
  rate: number;
}

export function createHints({ memory, couriers, routes, leases, travel, outletsIn, clock, metrics, ...needs }: Needs) {
  const settings = needs.settings ?? positionSettings;
  const total = new Counter({
    name: 'huidan_dispatch_hints_total',
    help: 'Idle couriers asked to wait somewhere else, and what became of it',
    labelNames: ['kind'],
    registers: [metrics],
  });
  /** The areas that have a kitchen, each with the one that stands for it. */
  const areasOf = async (region: string): Promise<{ areas: Area[]; lateness: Float64Array }> => {
    const { rates, lateness } = await memory.expected(region);
    const areas = new Map<string, Area>();
    for (const outlet of [...outletsIn(region)].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const area = areaOf(outlet.point);
      if (!areas.has(area)) areas.set(area, { outlet, point: outlet.point, rate: rates.get(area) ?? 0 });
    }
    return { areas: [...areas.values()], lateness };
  };
  const personOf = ({ id, shift }: Courier): Person => ({
    ...{ id, position: couriers.position(id), endAt: shift!.plannedEndAt, route: routes.get(id) },
  });
  const people = (region: string) =>
    couriers
      .onDuty()
      .filter(it => it.region === region && it.shift && couriers.mayTakeWork(it) && it.presence !== 'silent')
      .map(personOf);

  const give = async (region: string, courierId: string, { outlet, rate }: Area) => {
    const perHour = Math.round(rate * 60);
    const reason = `About ${perHour < 1 ? 'one order' : `${perHour} orders`} an hour expected near ${outlet.name}, and too few couriers near it`;
    const { id, name, point } = outlet;
    const hint: Hint = { outletId: id, name, point, reason, at: clock.now(), answer: null };
    await routes.need(courierId, region);
    await routes.edit(
      courierId,
      held =>
        held.stops.length > 0 || held.lock
          ? null
          : { set: { hint }, facts: [{ name: 'route.hinted', data: { courierId, outletId: id, reason } }] },
      { cause: 'demand' },
    );
    total.inc({ kind: 'given' });
  };
  return {
    /** Hints that say nothing any more, wherever they stand: on a break, off duty and in a region without kitchens as well. */
    async end() {
      const now = clock.now();
      const isSpent = (route: Route) =>
        route.hint && isOver(route.hint, { route, position: couriers.position(route.id) }, now);
      for (const { id } of [...routes.all()].filter(isSpent))
        await routes.edit(id, held => (isSpent(held) ? { set: { hint: null } } : null), { cause: 'demand' });
    },
    /** One region's idle couriers, if this process plans it. */
    async consider(region: string) {
      await Promise.all([couriers.ready(), routes.ready(region)]);
      const list = people(region);
      const term = list.length > 0 ? await leases.hold(region) : null;
      if (term === null) return;
      const now = clock.now();
      const { areas, lateness } = await areasOf(region);
      const { travel: ridden } = await travel.of(region);
      const waiters = list
        .map(it => waiterOf({ ...it, route: routes.get(it.id) }, now, ridden))
        .filter(it => it !== null);
      for (const { courierId, spot } of sendsOf(waiters, areas, { now, travel: ridden, lateness, settings }))
        if (leases.isHeld(region, term)) await give(region, courierId, areas[spot]!);
    },
    /** The courier's word on the hint that stands; a repeat is the same word. */
    async answer(courierId: string, answer: 'accepted' | 'refused', actor: Actor) {
      const region = couriers.known(courierId)?.region;
      if (!region) throw new Fault('not_found', `There is no courier ${courierId} on duty`, { courierId });
      await routes.need(courierId, region);
      return routes.edit(
        courierId,
        ({ hint, stops }) => {
          if (!hint || stops.length > 0 || !stands(hint, clock.now()))
            throw new Fault('conflict', 'There is no such hint any more');
          if (hint.answer === answer) return null;
          total.inc({ kind: answer });
          const data = { courierId, outletId: hint.outletId, answer };
          return { set: { hint: { ...hint, answer } }, facts: [{ name: 'route.hint_answered', data }] };
        },
        { actor },
      );
    },
    /** What the dispatcher sees. */
    async view(region: string): Promise<DemandView> {
      await routes.ready(region);
      const { areas } = await areasOf(region);
      const now = clock.now();
      const busy = areas.filter(({ rate }) => rate > 0).sort((a, b) => b.rate - a.rate);
      return {
        countedTo: (await memory.read(region)).countedTo,
        areas: busy.map(({ outlet: { id, name, point }, rate }) => ({
          ...{ outletId: id, name, point, perHour: Math.round(rate * 600) / 10 },
        })),
        hints: routes
          .inRegion(region)
          .flatMap(({ id, hint, stops }) =>
            hint && stops.length === 0 && stands(hint, now) ? [{ courierId: id, hint }] : [],
          ),
      };
    },
  };
}
export type Hints = ReturnType<typeof createHints>;
