/** A ticket as it stands on a screen: lines by station, times, who fetches it, and what may be done. Phones are masked. */
import type { TicketLine, TicketView } from '../../../contract/kitchen.ts';
import type { Order, OrderLine } from '../../../contract/orders.ts';
import { maskPhone } from '../../orders/index.ts';
import { isFetched } from '../rules/deeds.ts';
import { kitchenOf, nextStartAt, readyByMs, type Station } from '../rules/stations.ts';
import { isUnseen, stationCan, ticketCan } from '../rules/ticket.ts';

/** `hasScreen` false: the outlet has no screen that could show it, so nobody waits for one. */
export function presentTicket(order: Order, hasScreen: boolean): TicketView {
  const { id, version, number, kind, channel, externalId, status, placedAt, wantedAt, promisedAt, note } = order;
  const { stations, seenAt, readyAt, delayS } = kitchenOf(order);
  const readyMs = readyByMs(order);
  return {
    ...{ id, version, outletId: order.outletId ?? '', number, kind, channel, externalId, status },
    ...{ placedAt, wantedAt, promisedAt, note },
    readyBy: readyMs === null ? null : new Date(readyMs),
    nextStartAt: nextStartAt(stations),
    stations: stationsOf(order, stations),
    diner: { name: order.diner.name, phone: maskPhone(order.diner.phone) },
    collect: collectOf(order),
    cancelAsked:
      order.cancel?.status === 'asked' ? { reason: order.cancel.reason, deadlineAt: order.cancel.deadlineAt } : null,
    ...{ seenAt, readyAt, delayS },
    mustBeSeen: hasScreen && isUnseen(order),
    alarms: order.alarms,
    can: ticketCan(order),
  };
}

/** Every line stands at a station: one whose station has no share goes to the first, so that no dish is forgotten. */
function stationsOf(order: Order, stations: readonly Station[]): TicketView['stations'] {
  const names = new Set(stations.map(({ station }) => station));
  const homeless = order.lines.filter(({ station }) => !names.has(station));
  return stations.map((station, i) => {
    const own = order.lines.filter(line => line.station === station.station);
    const lines = [...own, ...(i === 0 ? homeless : [])].map(presentLine);
    return { ...station, lines, can: stationCan(order, station) };
  });
}

const presentLine = ({ lineId, dishId, name, quantity, options, note }: OrderLine): TicketLine => ({
  ...{ lineId, dishId, name, quantity, note: note ?? null },
  options: options.map(option => ({ name: option.name, quantity: option.quantity })),
});

function collectOf(order: Order): TicketView['collect'] {
  const { leg, kind, deliveredBy } = order;
  const dinersOwn = kind === 'dine_in' ? 'table' : 'diner';
  return {
    by: isFetched(order) ? (deliveredBy === 'platform' ? 'platform' : 'own') : dinersOwn,
    courierId: leg?.courierId ?? null,
    leg: leg?.status ?? null,
    etaAt: leg?.etaAt ?? null,
  };
}
