/** A dispatcher's order of stops, checked: the same stops, food before door, nobody turned back at a door. */
import type { Route, Stop } from '../../../contract/routes.ts';

type Named = Pick<Stop, 'orderId' | 'kind'>;
export type Sequenced = { kind: 'ok'; stops: Stop[] } | { kind: 'refused'; why: string };
const refused = (why: string): Sequenced => ({ kind: 'refused', why });

/** The route's stops in the wanted order; refused when the list names other stops or cannot be ridden. */
export function resequenced(route: Pick<Route, 'stops'>, wanted: readonly Named[]): Sequenced {
  const known = wanted.map(named => loosened(route.stops.find(held => isSame(held, named)))).filter(it => it !== null);
  const each = new Set(known.map(({ orderId, kind }) => `${kind} ${orderId}`));
  if (known.length !== wanted.length || each.size !== route.stops.length || known.length !== each.size)
    return refused('The route has other stops by now');
  const backwards = known.some(
    (stop, i) => stop.kind === 'collect' && known.slice(0, i).some(before => before.orderId === stop.orderId),
  );
  if (backwards) return refused('A meal cannot be delivered before it is collected');
  if (route.stops[0]?.arrivedAt && !known[0]?.arrivedAt) return refused('The courier stands at the first stop already');
  return { kind: 'ok', stops: known };
}

const isSame = (stop: Stop, named: Named) => stop.orderId === named.orderId && stop.kind === named.kind;
const loosened = (stop: Stop | undefined): Stop | null =>
  stop ? { ...stop, frozenAt: stop.arrivedAt ? stop.frozenAt : null } : null;
