/** Builders for outlets' tests: an outlet with overrides, and a look at boards that owe nothing. */
import type { Outlet } from '../../server/contract/outlets.ts';
import type { Asked, Look } from '../../server/features/outlets/rules/weigh.ts';
import { townWay } from '../../server/features/outlets/rules/zones.ts';

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
/** Boards that lack this and owe so much, all of it before whoever asks: shared by a station's places. */
export const owing =
  (of: (outletId: string) => { owedS?: Readonly<Record<string, number>>; missing?: readonly string[] }): Look =>
  (outletId, _atMs, stations) => {
    const { owedS = {}, missing = [] } = of(outletId);
    const waits = Object.entries(owedS).flatMap(([station, owed]) => {
      const parallel = stations[station]?.parallel;
      return parallel === undefined ? [] : [[station, owed / parallel] as const];
    });
    return { owedS, missing, waitS: Object.fromEntries(waits) };
  };
export const idle: Look = owing(() => ({}));
export const anAsk = (over: Partial<Asked> = {}): Asked => ({
  point: centre,
  isDelivery: true,
  isOurRide: true,
  wayOf: () => townWay,
  shares: [{ station: 'wok', sumS: 300, longestS: 300 }],
  nowMs: noon.getTime(),
  wantedMs: null,
  refused: new Map(),
  ...over,
});
