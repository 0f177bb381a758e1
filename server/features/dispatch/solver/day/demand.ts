/** Where orders will come from, learned from this day's past alone: a decaying count per restaurant, and how early orders are known. */
import type { DayOrder } from './day.ts';

export interface DemandSettings {
  /** Minutes after which an order counts half. */
  halfLifeMin: number;
  /** Orders' worth of belief that all restaurants are alike. */
  alikeOrders: number;
  /** Minutes of the day seen before what they teach is believed wholly; before, in proportion. */
  trustMin: number;
}
export const demandSettings: DemandSettings = { halfLifeMin: 90, alikeOrders: 0.5, trustMin: 60 };
const longestLeadMin = 60;

export function createDemand(restaurants: number, settings: DemandSettings = demandSettings) {
  const counts = new Float64Array(restaurants);
  const leads = new Float64Array(longestLeadMin + 1);
  const rates = new Float64Array(restaurants);
  const lateness = new Float64Array(2 * longestLeadMin + 1);
  const decay = 0.5 ** (1 / settings.halfLifeMin);
  let weightMin = 0;
  let minutes = 0;
  let seen = 0;
  return {
    /** Once a minute, with the orders placed since the last time. */
    learn(placed: readonly DayOrder[]) {
      for (let r = 0; r < restaurants; r++) counts[r] = counts[r]! * decay;
      weightMin = weightMin * decay + 1;
      minutes++;
      for (const { restaurant, readyMin, placedMin } of placed) {
        counts[restaurant] = counts[restaurant]! + 1;
        const lead = Math.min(longestLeadMin, Math.max(0, Math.round(readyMin - placedMin)));
        leads[lead] = leads[lead]! + 1;
        seen++;
      }
    },
    /** Orders per minute and restaurant expected now. */
    rates(): Float64Array {
      const all = counts.reduce((sum, count) => sum + count, 0);
      const alike = settings.alikeOrders;
      const trust = Math.min(1, minutes / settings.trustMin);
      const share = (trust * all) / (all + alike * restaurants || 1) / Math.max(1, weightMin);
      for (let r = 0; r < restaurants; r++) rates[r] = (counts[r]! + alike) * share;
      return rates;
    },
    /** Minutes an order is expected to wait for a courier who is `index` minutes (rides and half the pickup) away when it is placed. */
    lateness(): Float64Array {
      for (let away = 0; away < lateness.length; away++) {
        let late = 0;
        for (let lead = 0; lead <= longestLeadMin && lead < away; lead++) late += leads[lead]! * (away - lead);
        lateness[away] = seen > 0 ? late / seen : 0;
      }
      return lateness;
    },
  };
}
export type Demand = ReturnType<typeof createDemand>;
