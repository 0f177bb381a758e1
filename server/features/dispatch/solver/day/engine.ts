/** The planner through a strict day: asked every minute, with the last plan in hand; it commits only what cannot wait and sends idle couriers where work is expected. */
import { route } from '../plan.ts';
import { commit } from './commit.ts';
import { type DayOrder, type Moment, type Policy, ridesOf } from './day.ts';
import { createDemand } from './demand.ts';
import { createEnds } from './ends.ts';
import { createPositions, type PositionSettings, positionSettings } from './position.ts';
import { type Prices, strictProblem } from './problem.ts';
import { delayMin, type Route, routesOf, type Town } from './trips.ts';

export interface EngineSettings {
  prices: Prices;
  /** Milliseconds of search a minute, counted in steps. */
  budgetMs: number;
  seed: number;
  position: PositionSettings;
  /** Under load a courier's minute is worth more: this much per minute of mean planned delay, up to `busiest`. */
  pressure: number;
  busiest: number;
}
export const engineSettings: EngineSettings = {
  prices: { busy: 0.1, delaySquared: 0.005, extraPay: 0.5, end: 0.05 },
  budgetMs: 10,
  seed: 1,
  position: positionSettings,
  pressure: 0.06,
  busiest: 0.8,
};

export function createEngine(town: Town, settings: EngineSettings = engineSettings): Policy {
  const orders = new Map<number, DayOrder>();
  const demand = createDemand(town.restaurants.length);
  const positions = createPositions(town.restaurants, ridesOf(town.restaurants, town.rules));
  const ends = createEnds(town.restaurants, town.rules);
  let meanDelayMin = 0;
  let held: readonly Route[] = [];
  const decide = (moment: Moment) => {
    const placed = moment.orders.filter(({ no }) => !orders.has(no));
    for (const order of placed) orders.set(order.no, order);
    demand.learn(placed);
    const { nowMin } = moment;
    const prices = pressed(settings, meanDelayMin);
    const given = { town, prices, held, endMin: ends.at(nowMin, demand.rates()) };
    const problem = strictProblem(moment, given);
    const planned = route(problem, settings.budgetMs, { seed: settings.seed * 10_000 + nowMin });
    held = routesOf(planned.routes, moment, orders);
    meanDelayMin = 0.8 * meanDelayMin + 0.2 * delayMin(planned);
    const ground = { ...town, nowMin };
    return [...commit(held, ground), ...positions(held, { ground, demand, settings: settings.position })];
  };
  return { decide };
}

/** Dear minutes when people wait long: then the plan that uses couriers least brings most. */
const pressed = ({ prices, pressure, busiest }: EngineSettings, meanDelayMin: number): Prices => {
  const busy = Math.min(Math.max(busiest, prices.busy), prices.busy + pressure * meanDelayMin);
  return { ...prices, busy, end: (prices.end * busy) / (prices.busy || 1) };
};
