/** How a region is ridden at an hour of the day and on a vehicle. */
import type { Vehicle } from '../../../../contract/couriers.ts';
import type { TravelSettings } from '../../../../contract/regions.ts';
import type { Travel } from '../../rules/travel.ts';

/** Speeds against an e-bike, which a region's speed is about. */
const usual: Readonly<Record<Vehicle, number>> = { foot: 0.28, bicycle: 0.75, ebike: 1, motorbike: 1.4, car: 1.1 };

/** The region's travel at this hour (0 to 23, local). */
export const travelAt = (settings: TravelSettings, hour: number): Travel => ({
  speedMPerMin: settings.speedMPerMin * (settings.speedByHour?.[hour] ?? 1),
  detour: settings.detour,
  collectS: settings.collectS,
  deliverS: settings.deliverS,
  ...(settings.enterS === undefined ? {} : { enterS: settings.enterS }),
});

/** How many times as long as on an e-bike this vehicle takes. */
export const paceOf = (vehicle: Vehicle, { speedByVehicle }: Pick<TravelSettings, 'speedByVehicle'>): number =>
  1 / (speedByVehicle?.[vehicle] ?? usual[vehicle]);
