/** Couriers and meals around one kitchen, a road that runs east from it, and noon. */
import type { PlanCourier, PlanOrder } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';

export const noon = new Date('2026-03-02T12:00:00+08:00');
export const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
export const travel = { speedMPerMin: 300, detour: 1, collectS: 0, deliverS: 0 };
/** So many minutes of riding east of the kitchen. */
export const east = (minutes: number) => ({ lng: 121.4 + (minutes * 300) / 95_130, lat: 31.2 });
export const kitchen = east(0);

export const courier = (id: string, over: Partial<PlanCourier> = {}): PlanCourier => ({
  ...{ id, point: kitchen, freeAt: noon, endAt: after(300), capacityItems: 8, skills: [], takesNew: true },
  ...{ frozen: [], shown: [] },
  ...over,
});
/** Ready at the kitchen, for a door so many minutes away. */
export const meal = (id: string, minutes: number, over: Partial<PlanOrder> = {}): PlanOrder => ({
  ...{ id, outletId: 'k', pickup: kitchen, dropOff: east(minutes), items: 1, placedAt: noon, readyAt: noon },
  ...{ isReady: true, dueAt: null, carriedBy: null, shownTo: null, pin: null, bans: [] },
  ...over,
});
export const pair = (orderId: string): PlannedStop[] => [
  { orderId, kind: 'collect' },
  { orderId, kind: 'deliver' },
];
