/** Builders for outlets' tests: an outlet with overrides, and a look at boards that owe nothing. */
import type { Outlet } from '../../server/contract/outlets.ts';
import type { Asked, Look } from '../../server/features/outlets/rules/weigh.ts';

export const centre = { lng: 121.47, lat: 31.23 };
/** A point so many metres east and north of the centre. */
export const away = (eastM: number, northM = 0, from = centre) => ({
  lng: from.lng + eastM / (111_195 * Math.cos((from.lat * Math.PI) / 180)),
  lat: from.lat + northM / 111_195,
});
export const allWeek = [1, 2, 3, 4, 5, 6, 7];
export const always = { weekly: [{ weekdays: allWeek, from: '00:00', to: '00:00' }], exceptions: [] };

export const anOutlet = (over: Partial<Outlet> = {}): Outlet => ({
  id: 'north',
  version: 1,
  name: 'North',
  address: '1 Garden Road',
  point: centre,
  timeZone: 'Asia/Shanghai',
  region: 'city',
  zones: [{ radiusM: 3000 }],
  hours: always,
  dayStartsAt: '04:00',
  stations: {},
  autoAccept: false,
  hasScreen: true,
  prepBufferS: 300,
  shops: [],
  open: { isOpen: true, reason: null, until: null },
  wakeAt: null,
  log: [],
  ...over,
});

/** Monday noon in Shanghai. */
export const noon = new Date('2030-01-07T04:00:00Z');
export const idle: Look = () => ({ owedS: {}, missing: [] });
export const anAsk = (over: Partial<Asked> = {}): Asked => ({
  point: centre,
  isDelivery: true,
  isOurRide: true,
  shares: [{ station: 'wok', sumS: 300, longestS: 300 }],
  nowMs: noon.getTime(),
  wantedMs: null,
  refused: new Map(),
  ...over,
});
