/** The independent check of a plan: written from the promises, not from the solver. A plan that breaks one is never used. */
import type { Plan, PlanCourier, PlannedRoute, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { worsened } from './ridden.ts';

/** Every broken promise in a sentence; empty: the plan may be used. */
export function check(problem: Problem, plan: Plan): string[] {
  const orders = new Map(problem.orders.map(order => [order.id, order]));
  const couriers = new Map(problem.couriers.map(courier => [courier.id, courier]));
  const wrong: string[] = [];
  const seen: Seen = { collect: new Set(), deliver: new Set() };
  const { routes, strange } = routesOf(plan, couriers);
  wrong.push(...strange);
  for (const [courier, route] of routes) {
    wrong.push(...frozenKept(route, courier), ...stopsOf(route, { courier, orders, seen }));
    wrong.push(...worsened(route, { courier, orders, problem }));
  }
  const unplanned = new Set(plan.unplanned);
  for (const id of unplanned) if (!orders.has(id)) wrong.push(`there is no order ${id}`);
  for (const [id, { carriedBy }] of orders) {
    const isPlanned = seen.deliver.has(id);
    if (isPlanned === unplanned.has(id)) wrong.push(`order ${id} must be either planned or unplanned`);
    if (carriedBy !== null && !isPlanned) wrong.push(`order ${id} is in a box and nobody delivers it`);
  }
  return wrong;
}

/** One route for each courier; whom the plan does not name it leaves with nothing. */
function routesOf({ routes }: Plan, couriers: ReadonlyMap<string, PlanCourier>) {
  const strange: string[] = [];
  const byCourier = new Map<string, PlannedRoute>();
  for (const route of routes) {
    const { courierId } = route;
    if (!couriers.has(courierId)) strange.push(`there is no courier ${courierId}`);
    else if (byCourier.has(courierId)) strange.push(`${courierId} has two routes`);
    byCourier.set(courierId, route);
  }
  const each = [...couriers.values()].map(
    courier => [courier, byCourier.get(courier.id) ?? { courierId: courier.id, stops: [] }] as const,
  );
  return { routes: each, strange };
}

function frozenKept({ courierId, stops }: PlannedRoute, { frozen }: PlanCourier): string[] {
  const same = frozen.every((stop, i) => stops[i]?.orderId === stop.orderId && stops[i]?.kind === stop.kind);
  return same ? [] : [`the frozen stops of ${courierId} were changed`];
}

interface Given {
  courier: PlanCourier;
  orders: ReadonlyMap<string, PlanOrder>;
  seen: Seen;
}
/** Orders by what has been planned for them. */
type Seen = Record<PlannedStop['kind'], Set<string>>;

function stopsOf({ courierId, stops }: PlannedRoute, { courier, orders, seen }: Given): string[] {
  const wrong: string[] = [];
  const collected = new Set<string>();
  const shown = new Set(courier.shown.map(({ orderId }) => orderId));
  const frozen = new Set(courier.frozen.map(({ orderId }) => orderId));
  for (const { orderId, kind } of stops) {
    if (seen[kind].has(orderId)) wrong.push(`${kind} ${orderId} is planned twice`);
    seen[kind].add(orderId);
    const order = orders.get(orderId);
    if (!order && !shown.has(orderId)) wrong.push(`there is no order ${orderId}`);
    if (!order) continue;
    if (kind === 'collect') collected.add(orderId);
    if (kind === 'collect' && order.carriedBy !== null)
      wrong.push(`order ${orderId} is collected though it is in a box`);
    if (order.carriedBy !== null && order.carriedBy !== courierId) wrong.push(`order ${orderId} is in another's box`);
    if (kind === 'deliver' && order.carriedBy === null && !collected.has(orderId))
      wrong.push(`order ${orderId} is delivered before it is collected`);
    if (order.carriedBy !== null) continue;
    if (!shown.has(orderId)) wrong.push(...newFor(order, courier));
    if (!frozen.has(orderId)) wrong.push(...forbidden(order, courier));
  }
  for (const id of collected) if (!seen.deliver.has(id)) wrong.push(`order ${id} is collected and never delivered`);
  return wrong;
}

function newFor(order: PlanOrder, { id, takesNew, skills }: PlanCourier): string[] {
  const wrong: string[] = [];
  if (!takesNew) wrong.push(`${id} takes nothing new`);
  for (const skill of order.skills ?? [])
    if (!skills.includes(skill)) wrong.push(`order ${order.id} asks for ${skill}, which ${id} lacks`);
  return wrong;
}

/** A dispatcher's word and a courier's no hold for whatever is not frozen. */
function forbidden(order: PlanOrder, { id }: PlanCourier): string[] {
  const wrong: string[] = [];
  if (order.bans.includes(id)) wrong.push(`order ${order.id} is banned from ${id}`);
  if (order.pin !== null && order.pin !== id) wrong.push(`order ${order.id} is pinned to ${order.pin}, not ${id}`);
  return wrong;
}
