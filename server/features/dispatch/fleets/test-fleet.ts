/** A TEST fleet: quotes by distance and pretends to ride by the clock. It exists only where the configuration asks for it. */
import type { Clock } from '../../../infra/clock.ts';
import { distanceM } from '../rules/travel.ts';
import type { FleetAsk, FleetProvider, FleetState } from './provider.ts';

export const testNotice = 'TEST fleet: nobody rides';
const baseFen = 600;
const perKmFen = 250;
const pickupS = 8 * 60;
const mPerS = 5;

/** Remembers its rides in memory; one it does not know has failed. */
export function testFleet(clock: Clock): FleetProvider {
  const rides = new Map<string, { collectedAt: Date; deliveredAt: Date }>();
  const quoteOf = ({ pickup, dropOff }: FleetAsk) => ({
    priceFen: baseFen + Math.round((perKmFen * distanceM(pickup, dropOff)) / 1000),
    pickupS,
  });
  return {
    name: 'test',
    notice: testNotice,
    skills: [],
    quote: async ask => quoteOf(ask),
    async book(ask) {
      const { key, pickup, dropOff, readyAt } = ask;
      if (!rides.has(key)) {
        const collectedMs = Math.max(readyAt.getTime(), clock.now().getTime() + pickupS * 1000);
        const rideMs = (distanceM(pickup, dropOff) / mPerS) * 1000;
        rides.set(key, { collectedAt: new Date(collectedMs), deliveredAt: new Date(collectedMs + rideMs) });
      }
      return `TEST-${key}`;
    },
    async state(key): Promise<FleetState> {
      const ride = rides.get(key);
      if (!ride) return 'failed';
      const now = clock.now();
      return now >= ride.deliveredAt ? 'delivered' : now >= ride.collectedAt ? 'collected' : 'booked';
    },
    async cancel(key) {
      const ride = rides.get(key);
      if (ride && clock.now() < ride.collectedAt) rides.delete(key);
    },
  };
}
