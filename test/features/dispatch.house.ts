/** A region at work, for tests of dispatch: couriers on shift, orders cooked, stops confirmed, plans asked for. */
import { system } from '../../server/contract/common.ts';
import type { Vehicle } from '../../server/contract/couriers.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { Region } from '../../server/contract/regions.ts';
import type { RouteView } from '../../server/contract/routes.ts';
import type { Planner } from '../../server/features/dispatch/planning/planner.ts';
import { plan as solve } from '../../server/features/dispatch/solver/plan.ts';
import { regionsSpec } from '../../server/features/dispatch/store.ts';
import type { TestOptions } from '../support/app.ts';
import { type Person, startTown, type Town } from '../support/town.ts';

export const kitchen = { lng: 121.47, lat: 31.24 };
export const near = { lng: 121.47, lat: 31.238 };
export const far = { lng: 121.47, lat: 31.21 };
export const door = { lng: 121.472, lat: 31.243 };

/** The solver without its thread, and a planner that does what the test says. */
export const planner = (over: Partial<Planner> = {}): Planner => ({
  plan: async problem => solve(problem, 10),
  insert: () => {
    throw new Error('this planner only plans');
  },
  kindOf: () => 'threw',
  queued: () => 0,
  stop: () => undefined,
  ...over,
});

/** The north of the town with nobody on shift and nothing ordered. */
export async function openNorth(options: TestOptions = {}) {
  const town = await startTown(options);
  // The town's own order rides with nobody here.
  await town.app.orders.move(town.orders.north.id, 'cancelled', { reason: 'not this test', actor: system });
  await town.settled();
  return north(town);
}
export type North = ReturnType<typeof north>;

export function north(town: Town) {
  let ordered = 0;
  const must = async <T>(as: Person, method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await town.ask(method, path, { as, ...(method === 'GET' ? {} : { body: body ?? {} }) });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    await town.settled();
    return answer.body as T;
  };
  const { dispatcher, agent } = town.chain;
  const route = (courierId: string) => must<Wire<RouteView>>(dispatcher, 'GET', `/couriers/${courierId}/route`);
  return {
    town,
    must,
    route,
    /** A courier on shift at a place. */
    async onShift(id: string, { point = near, vehicle = 'ebike' as Vehicle, hours = 6 } = {}): Promise<Person> {
      const { app, clock } = town;
      if (id !== 'courier-north') await app.couriers.create(id, { ...profile, vehicle, name: id }, system);
      const { token } = await app.access.issueFor({ kind: 'courier', role: 'courier', id, outletIds: ['north'] });
      const person: Person = { id, token, role: 'courier' };
      const plannedEndAt = new Date(clock.now().getTime() + hours * 3_600_000).toISOString();
      await must(person, 'POST', `/couriers/${id}/shifts/start`, { plannedEndAt, point });
      return person;
    },
    /** An order typed by an agent, cooked and called ready unless told otherwise. */
    async order({ deeds = ['accept', 'start', 'ready'], to = door, outletId = 'north' } = {}): Promise<string> {
      const { order } = await must<{ order: { id: string } }>(agent, 'POST', '/service/orders', {
        requestId: `request-${town.clock.now().getTime()}-${++ordered}`,
        channel: 'phone',
        kind: 'delivery',
        outletId,
        diner: { name: 'A diner', phone: '13800000009' },
        dropOff: { point: to, datum: 'WGS84', address: 'Garden Road 1' },
        lines: [{ dishId: 'noodles', name: 'Noodles', quantity: 1 }],
      });
      for (const deed of deeds) await must(town.north.kitchen, 'POST', `/outlets/north/tickets/${order.id}/${deed}`);
      return order.id;
    },
    plan: async () => {
      const made = await town.app.dispatch.replan('north');
      await town.settled();
      return made;
    },
    stops: async (courierId: string) => (await route(courierId)).stops.map(({ kind, orderId }) => `${kind} ${orderId}`),
    say: (courier: Person, what: string, orderId: string) =>
      must(courier, 'POST', `/couriers/${courier.id}/stops/${orderId}/${what}`),
    /** The phone says where it is, now. */
    report: (courier: Person, point: typeof near, at = town.clock.now()) =>
      must<{ accepted: number; refusals: { reason: string }[] }>(courier, 'POST', `/couriers/${courier.id}/positions`, {
        positions: [{ point, at: at.toISOString() }],
      }),
    region: async () =>
      (await must<{ region: Wire<Omit<Region, 'log'>> }>(dispatcher, 'GET', '/dispatch/plan?region=north')).region,
    /** The names of what happened to the region. */
    facts: async () => ((await town.kit.db.of(regionsSpec).get('north'))?.log ?? []).map(({ name }) => name),
    metric: async (name: string): Promise<number> => {
      const text = await (await fetch(`${town.url}/metrics`)).text();
      const line = text.split('\n').find(one => one.startsWith(`${name} `) || one.startsWith(`${name}{`));
      return Number(line?.split(' ').at(-1));
    },
  };
}

const profile = { phone: '13800000003', capacityItems: 10, skills: [], region: 'north', active: true };

export async function until(holds: () => boolean | Promise<boolean>) {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 5));
}
