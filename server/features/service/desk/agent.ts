/** An order an agent types: priced by our own menu, placed under the agent's request id, found again when it is sent twice. */
import type { Basket, Priced } from '../../../contract/catalog.ts';
import type { Place } from '../../../contract/common.ts';
import type { IncomingOrder, Order } from '../../../contract/orders.ts';
import type { AgentOrder } from '../../../contract/service.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Catalog } from '../../catalog/index.ts';
import { type Orders, orderId } from '../../orders/index.ts';
import type { Outlets } from '../../outlets/index.ts';

/** Takes an order into the queue: the channels' one intake, given by who joins the features. */
export type TakeIn = (incoming: IncomingOrder) => Promise<{ order: Order; repeated: boolean }>;

interface Needs {
  catalog: Pick<Catalog, 'price' | 'index'>;
  outlets: Pick<Outlets, 'get'>;
  orders: Pick<Orders, 'get'>;
  intake: TakeIn;
  /** A place as it was sent, made WGS84. */
  placeOf: (place: Place) => Place;
  clock: Clock;
  zone: string;
}
export type Typed =
  | { outcome: 'placed'; repeated: boolean; order: Order; priced: Priced | null }
  | { outcome: 'price_changed'; repeated: false; order: null; priced: Priced };

export function createAgentDesk({ catalog, outlets, orders, intake, placeOf, clock, zone }: Needs) {
  const price = (typed: AgentOrder): Promise<Priced> =>
    catalog.price(basketOf(typed), {
      outletId: typed.outletId ?? null,
      channel: typed.channel,
      at: typed.wantedAt ?? clock.now(),
      zone: (typed.outletId && outlets.get(typed.outletId)?.timeZone) || zone,
    });
  return {
    /** The same request id is the same order. A price the customer was not told places nothing; a dish we do not know is cooked from its text. */
    async type(typed: AgentOrder): Promise<Typed> {
      const key = { channel: typed.channel, shopId: '', externalId: typed.requestId };
      const held = await orders.get(orderId(key.channel, key.shopId, key.externalId));
      if (held) return { outcome: 'placed', repeated: true, order: held, priced: null };
      const priced = await price(typed);
      const incoming = incomingOf(typed, { ...key, priced, now: clock.now(), placeOf });
      if (typed.totalFen !== undefined && typed.totalFen !== incoming.money.totalFen)
        return { outcome: 'price_changed', repeated: false, order: null, priced };
      return { outcome: 'placed', ...(await intake(incoming)), priced };
    },
  };
}
export type AgentDesk = ReturnType<typeof createAgentDesk>;

type Line = AgentOrder['lines'][number];

const basketOf = ({ kind, lines }: AgentOrder): Basket => ({
  kind,
  lines: lines.map(line => ({
    dishId: line.dishId ?? line.name,
    quantity: Math.min(99, line.quantity),
    options: line.options.flatMap(({ groupId, optionId, quantity }) =>
      groupId !== undefined && optionId !== undefined ? [{ groupId, optionId, quantity }] : [],
    ),
  })),
});

interface Given {
  channel: string;
  shopId: string;
  externalId: string;
  priced: Priced;
  now: Date;
  placeOf: Needs['placeOf'];
}

function incomingOf(typed: AgentOrder, { priced, now, placeOf, ...key }: Given): IncomingOrder {
  const { kind, outletId, wantedAt, diner, dropOff, payment, note } = typed;
  const priceOf = pricesBy(priced);
  const lines = typed.lines.map(line => ({ ...line, unitPriceFen: priceOf(line) ?? line.unitPriceFen ?? 0 }));
  const itemsFen = lines.reduce((sum, line) => sum + line.unitPriceFen * line.quantity, 0);
  const { packagingFen, deliveryFen } = priced.money;
  return {
    ...key,
    ...{ kind, diner, payment, lines },
    deliveredBy: kind === 'delivery' ? 'own' : 'none',
    ...(outletId === undefined ? {} : { outletId }),
    ...(wantedAt === undefined ? {} : { wantedAt }),
    ...(dropOff ? { dropOff: placeOf(dropOff) } : {}),
    ...(note === undefined ? {} : { note }),
    placedAt: now,
    money: { itemsFen, packagingFen, deliveryFen, discountFen: 0, totalFen: itemsFen + packagingFen + deliveryFen },
    raw: '',
  };
}

/** Our price of a typed line; undefined: a dish we do not know, the agent's own price stands. */
const pricesBy = (priced: Priced) => (line: Line) =>
  priced.lines.find(one => one.dishId === line.dishId && one.options.length === line.options.length)?.unitPriceFen;
