/** The engine of a strict day: keeps a plan from minute to minute, improves it, commits only what cannot wait. */
import { commit } from './commit.ts';
import type { Moment, Place, Policy, Rules } from './day.ts';
import { createDemand } from './demand.ts';
import { createEnds } from './ends.ts';
import { createLuck } from './luck.ts';
import { nearest, ridesOf } from './near.ts';
import { planMinute } from './plan.ts';
import { createPositions, type PositionSettings, positionSettings } from './position.ts';
import { type Ground, meanDelay, type Prices, type Task, type Trip, taskOf } from './trips.ts';

export interface EngineSettings {
  prices: Prices;
  iterations: number;
  seed: number;
  asked: number;
  position: PositionSettings;
  /** Under load a courier's minute is worth more: this much per minute of mean planned delay, up to `busiest`. */
  pressure: number;
  busiest: number;
}
export const engineSettings: EngineSettings = {
  prices: { busy: 0.1, standing: 0.05, delaySquared: 0.005, extraPay: 0.5, end: 0.05 },
  iterations: 60,
  seed: 1,
  asked: 20,
  position: positionSettings,
  pressure: 0.06,
  busiest: 0.8,
};
export interface Town {
  rules: Rules;
  restaurants: readonly Place[];
}

export function createEngine(town: Town, settings: EngineSettings = engineSettings): Policy {
  const luck = createLuck(settings.seed);
  const tasks = new Map<number, Task>();
  const demand = createDemand(town.restaurants.length);
  const positions = createPositions(town.restaurants, ridesOf(town));
  const ends = createEnds(town.restaurants, town.rules);
  let delayMin = 0;
  let held = new Map<number, readonly Trip[]>();
  const decide = (moment: Moment) => {
    const placed = moment.orders.filter(({ no }) => !tasks.has(no));
    for (const order of placed) tasks.set(order.no, taskOf(order, town));
    demand.learn(placed);
    const { nowMin } = moment;
    const prices = pressed(settings, delayMin);
    const ground: Ground = { ...town, prices, nowMin, endValue: ends.at(nowMin, demand.rates()) };
    const among = nearest(moment.couriers, ground, settings.asked);
    const search = { among, luck, iterations: settings.iterations };
    const plan = planMinute(moment, { held, tasks, ground }, search);
    delayMin = 0.8 * delayMin + 0.2 * meanDelay(plan.routes, ground);
    held = new Map(plan.routes.map(({ courier, trips }) => [courier.no, trips]));
    return [...commit(plan.routes, ground), ...positions(plan.routes, { ground, demand, settings: settings.position })];
  };
  return { decide };
}

/** Dear minutes when people wait long: then the plan that uses couriers least brings most. */
const pressed = ({ prices, pressure, busiest }: EngineSettings, delayMin: number): Prices => {
  const busy = Math.min(Math.max(busiest, prices.busy), prices.busy + pressure * delayMin);
  return { ...prices, busy, end: (prices.end * busy) / (prices.busy || 1) };
};
