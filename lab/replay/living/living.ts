/** Lives one recorded day through the live planner in virtual time: what the server does to routes, without sockets and stores. */
import { emptyRoute } from '../../../server/features/dispatch/rules/keep.ts';
import { continuing, problemOf } from '../../../server/features/dispatch/rules/problem.ts';
import { published } from '../../../server/features/dispatch/rules/publish.ts';
import { replanSettings } from '../../../server/features/dispatch/rules/settings.ts';
import { check } from '../../../server/features/dispatch/solver/check.ts';
import { plan } from '../../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../../server/features/dispatch/solver/wishes.ts';
import type { Instance } from '../instance.ts';
import { nothingYet, type Played, timed } from '../simulate.ts';
import { createDiary, type Diary } from './diary.ts';
import { live, type Rider } from './rider.ts';
import { instant, type LivingOrder, region, type Town, townOf } from './town.ts';
import { createWaiting } from './waiting.ts';

/** Seconds between looks at the world, plans by the clock and words to idle couriers. */
const stepS = 10;
const clockS = 20;
const hintS = 60;
/** A day is played out so long after its last shift. */
const outMin = 90;

interface Life {
  town: Town;
  riders: readonly Rider[];
  open: Map<string, LivingOrder>;
  diary: Diary;
  /** Where the next plan begins. */
  last?: ReturnType<typeof plan>;
}

/** `budgetMs`: search of a plan by the clock; right after something happened it is the server's. */
export function liveThrough(instance: Instance, { budgetMs }: { budgetMs: number }): Played {
  const town = townOf(instance);
  const open = new Map<string, LivingOrder>();
  const played = nothingYet(town.orders.length);
  const life: Life = { town, open, riders: town.couriers.map(riderOf), diary: createDiary(town, open, played) };
  const firstMin = Math.min(instance.orders[0]?.placedMin ?? 0, ...instance.couriers.map(({ onMin }) => onMin));
  const lastMin = Math.max(...instance.couriers.map(({ offMin }) => offMin)) + outMin;
  const waiting = createWaiting(town, instant(firstMin));
  const coming = [...town.orders];
  for (let s = 0; s <= (lastMin - firstMin) * 60; s += stepS) {
    const now = instant(firstMin + s / 60);
    for (const rider of life.riders) live(rider, now.getTime(), life.diary);
    const placed = coming.splice(0, countUntil(coming, now));
    for (const order of placed) {
      open.set(order.id, order);
      waiting.learn(order);
    }
    endShifts(life, now);
    const [isNews, byClock] = [life.diary.isNews(now) || placed.length > 0, s % clockS === 0];
    if (open.size > 0 && (isNews || byClock)) replan(life, now, byClock ? budgetMs : replanSettings.eventBudgetMs);
    if (s % hintS === 0)
      waiting.consider(
        life.riders.filter(rider => isOn(rider, now)),
        now,
      );
  }
  return played;
}

const countUntil = (coming: readonly LivingOrder[], now: Date) => {
  const later = coming.findIndex(({ placedAt }) => placedAt > now);
  return later < 0 ? coming.length : later;
};
const isOn = ({ courier: { shift } }: Rider, now: Date) => shift!.startedAt <= now && now < shift!.plannedEndAt;

/** Whoever goes home brings what is in the box or just being handed over, and nothing else. */
function endShifts({ riders, open }: Life, now: Date) {
  for (const { courier, route, handedMs } of riders) {
    if (now < courier.shift!.plannedEndAt) continue;
    route.hint = null;
    const inHand = handedMs === null ? null : route.stops[0]?.orderId;
    route.stops = route.stops.filter(
      ({ orderId }) => orderId === inHand || open.get(orderId)?.leg.courierId === courier.id,
    );
  }
}

function replan(life: Life, now: Date, budgetMs: number) {
  const { open, riders, town, diary } = life;
  const present = riders.filter(rider => isOn(rider, now) || rider.route.stops.length > 0);
  const byId = new Map(present.map(rider => [rider.courier.id, rider]));
  const shownTo = new Map(present.flatMap(({ courier, route }) => route.stops.map(it => [it.orderId, courier.id])));
  const outletOf = (id: string) => town.outlets.get(id) ?? null;
  const known = problemOf({
    ...{ now, travel: town.travel, paceOf: () => 1, outletOf, overrideOf: () => null, wishes: usualWishes },
    ...{ orders: [...open.values()], couriers: present.map(({ courier }) => courier) },
    routeOf: id => byId.get(id)!.route,
    positionOf: id => ({ point: byId.get(id)!.point, at: now }),
    shownTo: id => shownTo.get(id) ?? null,
    mayTakeWork: ({ id }) => isOn(byId.get(id)!, now),
    kitchens: [...town.outlets.values()].map(({ point }) => point),
  });
  const problem = continuing(known, life.last);
  const made = timed(diary.played, () => plan(problem, budgetMs));
  const wrong = check(problem, made);
  life.last = made;
  if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('; '));
  const freeAt = new Map(problem.couriers.map(courier => [courier.id, courier.freeAt]));
  for (const { courierId, stops } of made.routes) {
    const { route, point } = byId.get(courierId)!;
    if (stops.length === 0 && route.stops.length === 0) continue;
    const by = {
      now,
      start: { point, at: freeAt.get(courierId)! },
      travel: town.travel,
      commitS: replanSettings.commitS,
    };
    const isShown = (id: string) => shownTo.has(id);
    route.stops =
      published(route, stops, { ...by, order: id => open.get(id), outlet: outletOf, isShown }) ?? route.stops;
  }
}

const riderOf = (courier: Town['couriers'][number]): Rider => ({
  ...{
    courier,
    route: emptyRoute(courier.id, region),
    point: courier.point!,
    atMs: courier.shift!.startedAt.getTime(),
  },
  ...{ ride: null, handedMs: null, inside: null },
});
