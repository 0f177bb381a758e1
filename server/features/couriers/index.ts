/** Couriers: who rides, where they are and what troubles them. Wakes on what phones send; the clock ends shifts and notices silence. */
import type { Courier } from '../../contract/couriers.ts';
import type { Kit } from '../../infra/kit.ts';
import type { Change } from '../../infra/store/port.ts';
import { courierActions, courierViews } from './live.ts';
import { courierRoutes } from './routes.ts';
import { mayTakeWork } from './rules.ts';
import { createCouriers } from './service.ts';
import { courierSpec, courierStore } from './store.ts';
import { createPlaces } from './tracking/places.ts';
import { createPositions, type SilenceSettings } from './tracking/positions.ts';
import { createRoster } from './tracking/roster.ts';
import { createTracker, type TrackerSettings, trackerSettings } from './tracking/tracker.ts';

export const couriersSpecs = [courierSpec];

export interface CourierSettings {
  tracker?: Partial<TrackerSettings>;
  silence?: SilenceSettings;
}
/** Two minutes without a word, and not because business time runs fast. */
const silence: SilenceSettings = { afterS: 120, afterWallMs: 15_000 };

export function couriersFeature(kit: Kit, settings: CourierSettings = {}) {
  const { db, facts, schedule, clock, metrics } = kit;
  const store = courierStore(db);
  const places = createPlaces();
  /** What was heard last, else what was written last; nowhere off duty. */
  const place = (courierId: string) => {
    const courier = roster.get(courierId);
    const isOnDuty = courier !== null && courier.status !== 'off';
    places.set(courierId, isOnDuty ? (tracker.position(courierId)?.point ?? courier.point) : null);
  };
  const roster = createRoster({ store, changed: ({ id }) => place(id) });
  const tracker = createTracker({
    settings: { ...trackerSettings, ...settings.tracker },
    wallMs: () => performance.now(),
    moved: place,
  });
  const positions = createPositions({
    store,
    roster,
    tracker,
    clock,
    metrics,
    silence: settings.silence ?? silence,
  });
  const service = createCouriers({ store, roster, positions, clock });
  const couriers = {
    ...service,
    /** Waits until the couriers on duty are known. */
    source: courierSpec,
    ready: roster.ready,
    /** Everybody on shift or leaving, from memory. */
    onDuty: roster.onDuty,
    /** A courier from memory: on duty or heard of; null: ask `get`. */
    known: roster.get,
    mayTakeWork,
    position: positions.last,
    /** Whoever is on duty and somewhere, the nearest first: by id, as far as they are taken, within one turn. */
    nearest: places.nearest,
    onPositions: positions.onAccepted,
  };

  facts.watch(courierSpec, (change: Change) => {
    if (!change.doc) return;
    roster.put(change.doc as Courier);
    // Told late, the end of the last shift must not end this one.
    tracker.follow(roster.get(change.id) ?? (change.doc as Courier));
  });
  schedule.every(15, 'courier-silence', positions.markSilent);
  schedule.every(20, 'courier-shifts', service.endDue);
  schedule.every(59, 'courier-roster', roster.reload);

  return {
    couriers,
    routes: courierRoutes({ couriers, positions, clock }),
    views: courierViews({ source: courierSpec, couriers }),
    actions: courierActions({ couriers, positions }),
    specs: couriersSpecs,
  };
}
export type Couriers = ReturnType<typeof couriersFeature>['couriers'];
export type { LastPosition } from './tracking/tracker.ts';
export { courierSpec };
