/** A place as a channel sends it, as we keep it: WGS84 inside, the datum it came in beside it. */
import gcoordModule from 'gcoord';
import type { Place, Point } from '../../../contract/common.ts';

/** Its types say there is a default inside the default; at run time there is not. */
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

export function wgs84(point: Point, datum: Place['datum']): Point {
  if (datum === 'WGS84') return point;
  const [lng, lat] = gcoord.transform([point.lng, point.lat], gcoord.GCJ02, gcoord.WGS84) as [number, number];
  return { lng, lat };
}

export const placeOf = (place: Place): Place => ({ ...place, point: wgs84(place.point, place.datum) });
