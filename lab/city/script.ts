/** What is played against the server: outlets, couriers and what every diner will do, decided before the first request. */
import type { Point } from '../../server/contract/common.ts';

export interface ScriptOutlet {
  id: string;
  name: string;
  point: Point;
}

export interface ScriptCourier {
  id: string;
  name: string;
  phone: string;
  start: Point;
  /** Simulated minutes since the script began. */
  onMin: number;
  offMin: number;
}

export type Via = 'app' | 'miniprogram' | 'open' | 'meituan' | 'phone' | 'counter';
/** What goes wrong, or is changed on the way. */
export type Mishap = 'none' | 'sent_twice' | 'sent_late_again' | 'cancelled' | 'cancelled_by_platform' | 'unpaid';

export interface ScriptOrder {
  /** Unique in the script; becomes the external id. */
  key: string;
  atMin: number;
  via: Via;
  kind: 'delivery' | 'pickup' | 'dine_in';
  diner: { name: string; phone: string };
  point: Point;
  address: string;
  lines: { dish: number; quantity: number; option: number | null }[];
  /** Names its outlet, or leaves the choice to the server. */
  outletId: string | null;
  mishap: Mishap;
  /** A recorded day knows when the food was ready; otherwise the kitchen takes its dishes' time. */
  readyMin: number | null;
}

/** Something that befalls the city at a time. */
export type Incident =
  | { atMin: number; kind: 'sold_out'; outletId: string; dish: number; forMin: number }
  | { atMin: number; kind: 'outlet_closes'; outletId: string }
  | { atMin: number; kind: 'wrong_signature' };

export interface Script {
  startAt: Date;
  minutes: number;
  outlets: ScriptOutlet[];
  couriers: ScriptCourier[];
  orders: ScriptOrder[];
  incidents: Incident[];
  travel: { metersPerMin: number; pickupServiceMin: number; dropOffServiceMin: number };
}

/** Metres east and north of the city's corner, as WGS84; straight lines keep their length to within a part in a thousand. */
export const placeAt = (xM: number, yM: number): Point => ({
  lng: corner.lng + xM / (metersPerDegree * Math.cos((corner.lat * Math.PI) / 180)),
  lat: corner.lat + yM / metersPerDegree,
});
const corner = { lng: 121.4, lat: 31.18 };
const metersPerDegree = 111_195;

/** Metres between two places of one city. */
export function metersBetween(a: Point, b: Point): number {
  const x = (b.lng - a.lng) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(x, b.lat - a.lat) * metersPerDegree;
}
