/** A courier: takes the shift, rides the route as it is shown, says where it is, confirms each stop, goes home when the box is empty. */

import type { Point } from '../../server/contract/common.ts';
import type { CourierView } from '../../server/contract/couriers.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { RouteView, StopView } from '../../server/contract/routes.ts';
import { metersBetween, type ScriptCourier } from '../city/script.ts';
import type { Stage } from '../play/stage.ts';
import { refusedBecause } from '../refusal.ts';
import type { Watched } from '../room.ts';
import { createScreen, type Screen } from '../screen.ts';

type Route = Wire<RouteView>;
type Stop = Wire<StopView>;

/** Simulated seconds between two readings of the phone. */
const readingS = 15;
const lookS = 5;

export interface CourierBot {
  readonly id: string;
  readonly screen: Screen;
  readonly route: Watched<Route>;
  /** Resolves when the shift is over. */
  done: Promise<void>;
}

/** Connects and plays; `done` resolves when the server says the shift is over. */
export async function startCourier(stage: Stage, courier: ScriptCourier, isOver: () => boolean): Promise<CourierBot> {
  const { api, ledger, cast } = stage;
  const login = cast.couriers.get(courier.id)!;
  const screen = createScreen({ url: api.url, token: login.token });
  const route = screen.watch<Route>('route', courier.id);
  const state = screen.watch<Wire<CourierView>>('courier', courier.id);
  route.onChange((_id, _item, pushedAtMs) => {
    if (pushedAtMs !== null) ledger.routePushMs.push(Date.now() - pushedAtMs);
  });
  await Promise.all([route.settled(), state.settled()]);
  const rider: Rider = { stage, courier, screen, route, point: courier.start, inside: null, isOver };
  const status = () => state.get(courier.id)?.status ?? 'off';
  return { id: courier.id, screen, route, done: shift(rider, status) };
}

interface Rider {
  stage: Stage;
  courier: ScriptCourier;
  screen: Screen;
  route: Watched<Route>;
  point: Point;
  /** The outlet it stands in since its last collect: what else is ready there is taken along. */
  inside: string | null;
  isOver(): boolean;
}

async function shift(rider: Rider, status: () => string): Promise<void> {
  const { stage, courier } = rider;
  const { pace, api, cast } = stage;
  await pace.until(stage.at(courier.onMin));
  if (rider.isOver()) return;
  const token = () => cast.couriers.get(courier.id)!.token();
  const path = `/couriers/${courier.id}/shifts`;
  const end = stage.at(courier.offMin);
  await api.must('POST', `${path}/start`, {
    token: await token(),
    body: { plannedEndAt: end.toISOString(), point: rider.point },
  });
  let leaving = false;
  for (let round = 0; ; round++) {
    // Whoever has been shown work brings it before going home.
    if (!leaving && ((pace.now() >= end && !nextStop(rider)) || rider.isOver())) {
      await api.must('POST', `${path}/end`, { token: await token() });
      leaving = true;
    }
    if (leaving && status() === 'off') return;
    const next = nextStop(rider);
    if (next) await serve(rider, next);
    else await idle(rider, round);
  }
}

const nextStop = ({ route, courier }: Rider): Stop | undefined => route.get(courier.id)?.stops[0];

async function idle(rider: Rider, round: number) {
  const hint = rider.route.get(rider.courier.id)?.hint;
  if (hint && metersBetween(rider.point, hint.point) > 1) return drift(rider, hint);
  if (round % 6 === 0) await report(rider, [rider.point]);
  await rider.stage.pace.pass(lookS);
}

/** Goes where the server would like it to wait, one reading at a time: work may come on the way. */
async function drift(rider: Rider, { point, answer }: NonNullable<Route['hint']>) {
  const { pace, script } = rider.stage;
  const said = { courierId: rider.courier.id, answer: 'accepted' };
  if (answer === null && (await refusedBecause(() => rider.screen.do('courier.hint', said)))) return pace.pass(lookS);
  const stepM = (script.travel.metersPerMin / 60) * readingS;
  const leftM = metersBetween(rider.point, point);
  await pace.pass(readingS * Math.min(1, leftM / stepM));
  rider.point = along(rider.point, point, Math.min(1, stepM / leftM));
  await report(rider, [rider.point]);
}

/** Rides there, waits for the food if it must, and confirms; stops short when the stop is no longer the next one. */
async function serve(rider: Rider, stop: Stop): Promise<void> {
  const { pace, script } = rider.stage;
  if (stop.leaveAt && new Date(stop.leaveAt) > pace.now() && stop.status !== 'arrived')
    return void (await pace.pass(lookS));
  if (!(await ride(rider, stop))) return;
  if (!(await confirm(rider, 'arrive', stop))) return;
  const { pickupServiceMin, dropOffServiceMin } = script.travel;
  if (stop.kind === 'collect') {
    // Half of the service passes before the food is there, as in the rules of the recorded days.
    const halfS = rider.inside === stop.outletId ? 0 : pickupServiceMin * 30;
    await pace.pass(halfS);
    if (!(await foodIsReady(rider, stop))) return;
    await pace.pass(halfS);
    rider.inside = stop.outletId;
    await confirm(rider, 'collect', stop);
  } else {
    rider.inside = null;
    await pace.pass(dropOffServiceMin * 60);
    await confirm(rider, 'deliver', stop);
  }
}

const isStill = (rider: Rider, { orderId, kind }: Stop) =>
  rider.route.get(rider.courier.id)?.stops.some(stop => stop.orderId === orderId && stop.kind === kind) ?? false;
const isNext = (rider: Rider, { orderId, kind }: Stop) => {
  const next = nextStop(rider);
  return next?.orderId === orderId && next.kind === kind;
};

/** Reading by reading along the straight line; false: the stop is no longer the next one. */
async function ride(rider: Rider, stop: Stop): Promise<boolean> {
  const { pace, script } = rider.stage;
  const stepM = (script.travel.metersPerMin / 60) * readingS;
  while (isNext(rider, stop)) {
    const leftM = metersBetween(rider.point, stop.point);
    const share = leftM <= stepM ? 1 : stepM / leftM;
    await pace.pass(readingS * Math.min(1, leftM / stepM));
    rider.point = along(rider.point, stop.point, share);
    await report(rider, [rider.point]);
    if (share === 1) return isNext(rider, stop);
  }
  return false;
}

const along = (from: Point, to: Point, share: number): Point => ({
  lng: from.lng + (to.lng - from.lng) * share,
  lat: from.lat + (to.lat - from.lat) * share,
});

async function foodIsReady(rider: Rider, stop: Stop): Promise<boolean> {
  while (isStill(rider, stop)) {
    const now = rider.route
      .get(rider.courier.id)
      ?.stops.find(one => one.orderId === stop.orderId && one.kind === 'collect');
    if (now?.isReady) return true;
    await report(rider, [rider.point]);
    await rider.stage.pace.pass(readingS);
  }
  return false;
}

/** False: the server would not have it (the order was cancelled, the stop went to somebody else). */
async function confirm(rider: Rider, what: 'arrive' | 'collect' | 'deliver', { orderId }: Stop): Promise<boolean> {
  const { courier, screen, stage } = rider;
  const said = { courierId: courier.id, orderId, at: stage.pace.now().toISOString() };
  const refused = await refusedBecause(() => screen.do(`courier.${what}`, said));
  if (refused && refused !== 'conflict' && refused !== 'not_found') stage.complain(`${courier.id} ${what}: ${refused}`);
  if (refused) await stage.pace.pass(lookS);
  return refused === null;
}

async function report(rider: Rider, points: readonly Point[]) {
  const at = rider.stage.pace.now().toISOString();
  const positions = points.map(point => ({ point, at }));
  await refusedBecause(() => rider.screen.do('courier.positions', { courierId: rider.courier.id, positions }));
}
