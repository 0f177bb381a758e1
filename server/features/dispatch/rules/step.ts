/** One step of a route: what an edit sets and states, which shown stops it changes, and what it adds to the tally of the shift. */
import type { Actor } from '../../../contract/common.ts';
import type { NewFact } from '../../../contract/facts.ts';
import type { Route, Stop } from '../../../contract/routes.ts';
import { type Changes, changesOf } from './calm.ts';
import { frozenNext, type Lookup, ordersOf } from './keep.ts';
import { tells } from './publish.ts';
import { type Delivery, tallyOf, withChanges, withDelivery } from './tally.ts';

export interface RouteEdit {
  stops?: readonly Stop[];
  set?: Partial<Route>;
  facts?: readonly NewFact[];
  /** What has just been brought: it counts for the shift. */
  delivered?: Delivery;
}
export type ChangedBy = 'plan' | 'dispatcher' | 'repair';

interface Around {
  now: Date;
  by: ChangedBy;
  orderOf: Lookup;
  /** When the courier's shift began; null: not known, or none. */
  shiftAt: Date | null;
}

/** Whose change it is that is made so. */
export const changedBy = ({ actor, cause }: { actor?: Actor; cause?: string }): ChangedBy => {
  if (cause?.startsWith('plan:')) return 'plan';
  return actor?.kind === 'staff' ? 'dispatcher' : 'repair';
};

/** `changes`: null when the courier is not told of anything. */
export function stepOf(route: Route, edit: RouteEdit, around: Around) {
  const stops = frozenNext(edit.stops ?? route.stops, around.now);
  const told = tells(route, stops);
  const about = { courierId: route.id, orderIds: ordersOf(route.stops, stops) };
  const changed: NewFact[] = told ? [{ name: 'route.changed', data: about }] : [];
  const news = told
    ? { stopsVersion: route.version + 1, alarms: (edit.set?.alarms ?? route.alarms).filter(answered) }
    : {};
  const lock = stops.length === 0 ? { lock: null } : {};
  const hint = stops.length > 0 && route.hint ? { hint: null } : {};
  const changes = told ? changesOf(route, { stops }, hasGone(around.orderOf)) : null;
  const tally = tallied(route, { edit, changes, around });
  return {
    set: { ...lock, ...hint, ...edit.set, ...news, ...tally, stops },
    facts: [...(edit.facts ?? []), ...changed],
    changes,
  };
}
const answered = (alarm: string) => alarm !== 'unacknowledged';

/** Is over or lies in a box: such a stop has simply disappeared. Orders move before their routes, so what was done is among these. */
const hasGone =
  (orderOf: Lookup) =>
  ({ orderId, kind }: Stop): boolean => {
    const order = orderOf(orderId);
    return !order || (kind === 'collect' && order.status === 'collected');
  };

/** Only what plans change counts for the shift; dispatchers know what they do. */
function tallied(
  route: Route,
  { edit, changes, around }: { edit: RouteEdit; changes: Changes | null; around: Around },
) {
  const held = tallyOf(route.tally, around.shiftAt);
  if (!held) return {};
  const counted = edit.delivered ? withDelivery(held, edit.delivered) : held;
  const tally = changes && around.by === 'plan' ? withChanges(counted, changes) : counted;
  return tally === route.tally ? {} : { tally };
}
