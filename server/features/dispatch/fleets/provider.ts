/** What a fleet that is not ours must be able to do; a real one is one more file behind this face. */
import type { Point } from '../../../contract/common.ts';

export interface FleetAsk {
  /** The same order is never booked twice under one key. */
  key: string;
  pickup: Point;
  dropOff: Point;
  items: number;
  /** What the courier must be able to; only fleets that have all of it are asked. */
  skills: readonly string[];
  readyAt: Date;
}
/** Its price in fen, and seconds from now until it can be at the kitchen. */
export interface FleetQuote {
  priceFen: number;
  pickupS: number;
}
/** `failed`: nobody of them will bring it; what has been collected never fails. */
export type FleetState = 'booked' | 'collected' | 'delivered' | 'failed';

export interface FleetProvider {
  name: string;
  /** Set on fleets in which nobody rides: said wherever the fleet is named. */
  notice: string | null;
  /** What all its couriers are able to. */
  skills: readonly string[];
  /** Wall time its answers are waited for; the usual when absent. */
  waitMs?: number;
  /** Null: not for this order, or not now. */
  quote(ask: FleetAsk): Promise<FleetQuote | null>;
  /** Repeatable under one key; answers the fleet's own name of the ride, null when it is refused. */
  book(ask: FleetAsk): Promise<string | null>;
  /** How the ride stands; asked by the clock, so that no word of theirs can be lost. */
  state(key: string): Promise<FleetState>;
  /** Repeatable; a ride that has collected goes on. */
  cancel(key: string): Promise<void>;
}
