/** What a route is weighed by when nobody has said otherwise. */
import type { RouteWishes } from '../../../contract/regions.ts';

export const usualWishes: RouteWishes = {
  ...{ hotMin: 20, coldMin: null, latenessFactor: 2, latenessGrowth: 0, roadFactor: 0.3, pay: null },
  ...{ kmS: 0, returnFactor: 0, readySpread: 0.2, evenS: 0, fleetFenPerMin: null, overtimeMin: 15, gainS: 600 },
  ...{ collectAfterShift: true, oneKitchen: false },
};
