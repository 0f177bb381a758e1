/** Another fleet as a priced alternative: what it costs in seconds of a diner's waiting, and when that is less than our own. */
import type { Candidate } from '../../../contract/decisions.ts';
import type { RouteWishes } from '../../../contract/regions.ts';
import type { PlanOrder } from '../planning/types.ts';
import { latenessCostS } from './lateness.ts';
import { tenth, told } from './told.ts';
import { handing, rideS, type Travel } from './travel.ts';

interface Offer {
  now: Date;
  /** Fen, and seconds until the fleet can be at the kitchen. */
  priceFen: number;
  pickupS: number;
  /** How our own would ride it: at the counter, on the road and at the door a fleet is as quick. */
  travel: Travel;
}
type Weights = Pick<RouteWishes, 'latenessFactor' | 'latenessGrowth'> & { fleetFenPerMin: number };

/** A fleet always has a price. */
export type Quoted = Candidate & { costS: number; amounts: { priceFen: number } };

/** The fleet as a candidate: seconds until the food is there, lateness counted more, the price at its worth in waiting. */
export function fleetCandidate(name: string, order: PlanOrder, given: { offer: Offer; weights: Weights }): Quoted {
  const { offer, weights } = given;
  const leavesMs = Math.max(order.readyAt.getTime(), offer.now.getTime() + offer.pickupS * 1000);
  const thereMs = leavesMs + bringS(order, offer.travel) * 1000;
  const dinerWaitS = (thereMs - order.placedAt.getTime()) / 1000;
  const lateS = order.dueAt ? Math.max(0, (thereMs - order.dueAt.getTime()) / 1000) : 0;
  const latenessS = latenessCostS(lateS, weights);
  const priceS = (60 * offer.priceFen) / weights.fleetFenPerMin;
  return {
    courierId: `fleet:${name}`,
    costS: tenth(dinerWaitS + latenessS + priceS),
    terms: told({ dinerWaitS, latenessS, priceS }),
    amounts: { lateS: tenth(lateS), priceFen: offer.priceFen },
    rejected: null,
  };
}

/** From food and courier both being at the kitchen until it is handed over. */
const bringS = ({ pickup, dropOff }: PlanOrder, travel: Travel): number =>
  handing(travel) + rideS(pickup, dropOff, travel);

/** The cheapest fleet, if it is cheaper than our cheapest courier; without any courier every fleet is. */
export function fleetFirst(fleets: readonly Quoted[], own: readonly Candidate[]): Quoted | null {
  const [cheapest] = [...fleets].sort((a, b) => a.costS - b.costS);
  const ours = Math.min(...own.map(({ costS, rejected }) => (rejected === null && costS !== null ? costS : Infinity)));
  return cheapest && cheapest.costS < ours ? cheapest : null;
}
