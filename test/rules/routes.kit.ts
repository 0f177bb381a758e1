/** Builders for the tests of routes: stops, routes and open orders with overrides, on a straight street. */
import type { Route, Stop } from '../../server/contract/routes.ts';
import type { Travel } from '../../server/features/dispatch/rules/travel.ts';
import type { OpenOrder } from '../../server/features/dispatch/rules/types.ts';

export const noon = new Date('2030-01-07T04:00:00Z');
export const after = (s: number) => new Date(noon.getTime() + s * 1000);
/** So many metres up the street. */
export const up = (m: number) => ({ lng: 121.47, lat: 31.23 + m / 111_194.93 });
/** Ten metres a second, a minute at the outlet, two at the door. */
export const travel: Travel = { speedMPerMin: 600, detour: 1, collectS: 60, deliverS: 120 };

const stop = (orderId: string, kind: Stop['kind'], over: Partial<Stop>): Stop => ({
  ...{ orderId, kind, point: up(0), outletId: 'north', number: '1', address: 'North', items: 1, readyAt: null },
  ...{ isReady: false, dueAt: null, etaAt: noon, leaveAt: null, frozenAt: null, arrivedAt: null },
  ...over,
});
export const collect = (orderId: string, over: Partial<Stop> = {}) =>
  stop(orderId, 'collect', { readyAt: noon, ...over });
export const deliver = (orderId: string, over: Partial<Stop> = {}) =>
  stop(orderId, 'deliver', { point: up(1000), address: '1 Garden Road', ...over });

export const aRoute = (stops: Stop[], over: Partial<Route> = {}): Route => ({
  ...{ id: 'kit', version: 3, region: 'city', stops, done: [], ackedVersion: 3, stopsVersion: 3, planId: 'p', term: 1 },
  ...{ lock: null, alarms: [], log: [] },
  ...over,
});
export const anOpen = (id: string, over: Partial<OpenOrder> = {}): OpenOrder => ({
  ...{ id, version: 1, status: 'cooking', outletId: 'north', number: '1', dropOff: up(1000), address: '1 Garden Road' },
  ...{ note: 'ring', dinerName: 'Guest', phone: '13800000001', lines: [{ name: 'Noodles', quantity: 1 }], items: 1 },
  ...{ skills: [] },
  ...{ placedAt: noon, readyAt: noon, dueAt: null, leg: { status: 'planned', courierId: 'kit', etaAt: null } },
  ...over,
});
export const names = (stops: readonly Stop[] | null) => stops?.map(({ kind, orderId }) => `${kind} ${orderId}`) ?? null;
