/** Whose clock a region's hours are read from. */
interface Outlet {
  region: string;
  timeZone: string;
}

/** The time zone all outlets of the region share; null: there are none, or they do not share one. */
export function zoneOfRegion(region: string, outlets: readonly Outlet[]): string | null {
  let zone: string | null = null;
  for (const outlet of outlets) {
    if (outlet.region !== region) continue;
    if (zone !== null && outlet.timeZone !== zone) return null;
    zone = outlet.timeZone;
  }
  return zone;
}
