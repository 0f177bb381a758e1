/** An order an agent types: priced by our own menu, placed under the agent's request id, found again when it is sent twice. */
import type { Basket, Priced } from '../../../contract/basket.ts';
import type { Place } from '../../../contract/common.ts';
import type { ChosenOption, IncomingLine, IncomingOrder, Money, Order } from '../../../contract/orders.ts';
import type { AgentOrder } from '../../../contract/service.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Catalog } from '../../catalog/index.ts';
import { type Orders, orderId } from '../../orders/index.ts';
import type { Outlets } from '../../outlets/index.ts';

/** Takes an order into the queue: the channels' one intake, given by who joins the features. */
export type TakeIn = (incoming: IncomingOrder) => Promise<{ order: Order; repeated: boolean }>;

interface Needs {
  catalog: Pick<Catalog, 'price' | 'dishIdOf'>;
  outlets: Pick<Outlets, 'get' | 'need'>;
  orders: Pick<Orders, 'get'>;
  intake: TakeIn;
  /** A place as it was sent, made WGS84. */
  placeOf: (place: Place) => Place;
  clock: Clock;
  zone: string;
}
export type Typed =
  | { outcome: 'placed'; repeated: boolean; order: Order; issues: Priced['problems'] }
  | { outcome: 'price_changed'; repeated: false; order: null; issues: Priced['problems']; money: Money };

export function createAgentDesk({ catalog, outlets, orders, intake, placeOf, clock, zone }: Needs) {
  const basketOf = ({ channel, kind, lines }: AgentOrder): Basket => ({
    kind,
    lines: lines.map(line => ({
      dishId: catalog.dishIdOf(line, channel) ?? line.dishId ?? line.name,
      quantity: line.quantity,
      options: line.options.flatMap(({ groupId, optionId, quantity }) =>
        groupId !== undefined && optionId !== undefined ? [{ groupId, optionId, quantity }] : [],
      ),
    })),
  });
  const price = (typed: AgentOrder): Promise<Priced> =>
    catalog.price(basketOf(typed), {
      outletId: typed.outletId ?? null,
      channel: typed.channel,
      at: typed.wantedAt ?? clock.now(),
      zone: (typed.outletId && outlets.get(typed.outletId)?.timeZone) || zone,
    });
  return {
    /** The same request id is the same order. An outlet nobody knows is a fault; a price the customer was not told places nothing; a dish we do not know is cooked from its text. */
    async type(typed: AgentOrder): Promise<Typed> {
      const key = { channel: typed.channel, shopId: '', externalId: typed.requestId };
      const held = await orders.get(orderId(key.channel, key.shopId, key.externalId));
      if (held) return { outcome: 'placed', repeated: true, order: held, issues: [] };
      if (typed.outletId !== undefined) outlets.need(typed.outletId);
      const priced = await price(typed);
      const { problems: issues } = priced;
      const incoming = incomingOf(typed, { ...key, priced, now: clock.now(), placeOf });
      const { money } = incoming;
      if (typed.totalFen !== undefined && typed.totalFen !== money.totalFen)
        return { outcome: 'price_changed', repeated: false, order: null, issues, money };
      return { outcome: 'placed', ...(await intake(incoming)), issues };
    },
  };
}
export type AgentDesk = ReturnType<typeof createAgentDesk>;

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
  const lines = linesOf(typed, priced);
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

/** Each line at our price, in the order they were typed; of a dish we do not know the agent's own price stands. */
function linesOf({ lines }: AgentOrder, { lines: priced, problems }: Priced) {
  const unknown = new Set(problems.flatMap(({ code, line }) => (code === 'unknown_dish' ? [line] : [])));
  const known = priced.values();
  return lines.map((line, i) => {
    const ours = unknown.has(i) ? undefined : known.next().value;
    return ours ? linePriced(line, ours) : { ...line, unitPriceFen: line.unitPriceFen ?? 0 };
  });
}

/** What the menu has no option for is told to the kitchen and costs nothing. */
function linePriced(line: IncomingLine, { dishId, unitPriceFen, options }: Priced['lines'][number]) {
  const isOurs = ({ groupId, optionId }: ChosenOption) =>
    options.some(one => one.groupId === groupId && one.optionId === optionId);
  const words = line.options.filter(option => !isOurs(option)).map(option => ({ ...option, priceFen: 0 }));
  return { ...line, dishId, unitPriceFen, options: [...options, ...words] };
}
