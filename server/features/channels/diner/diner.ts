/** What a diner does in the own app or the mini-program: reads the menu, asks the price, orders. We price every basket again. */

import type { Basket, Priced } from '../../../contract/basket.ts';
import type { BasketItem, DinerOrderBody, QuoteBody } from '../../../contract/channels.ts';
import type { IncomingLine, IncomingOrder, Order } from '../../../contract/orders.ts';
import type { Quote } from '../../../contract/outlets.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Catalog } from '../../catalog/index.ts';
import type { Outlets } from '../../outlets/index.ts';
import type { Intake } from '../intake/intake.ts';
import { placeOf } from '../rules/place.ts';

type Subject = Pick<IncomingOrder, 'channel' | 'shopId' | 'externalId'>;

interface Needs {
  catalog: Pick<Catalog, 'price' | 'linesOf'>;
  outlets: Pick<Outlets, 'quote' | 'get'>;
  intake: Intake;
  /** The order that is stored under these ids, if any. */
  stored(subject: Subject): Promise<Order | null>;
  clock: Clock;
  zone: string;
}
export interface Offer {
  outletId: string | null;
  promisedAt: Date | null;
  /** Why nobody can cook it now; null: somebody can. */
  reason: string | null;
  priced: Priced;
}
export type Ordered =
  | { outcome: 'placed'; repeated: boolean; order: Order; offer: null }
  | { outcome: 'price_changed' | 'unavailable'; repeated: false; order: null; offer: Offer };

export function createDiner({ catalog, outlets, intake, stored, clock, zone }: Needs) {
  const quote = async (wish: QuoteBody): Promise<Offer> => {
    const lines = catalog.linesOf(wish.items.map(lineOf), wish.channel);
    const found: Quote = await outlets.quote({
      kind: wish.kind,
      channel: wish.channel,
      point: wish.dropOff ? placeOf(wish.dropOff).point : null,
      outletId: wish.outletId,
      at: wish.wantedAt ?? null,
      lines,
    });
    const outletId = found.best?.outletId ?? wish.outletId ?? null;
    const priced = await catalog.price(basketOf(wish), {
      outletId,
      channel: wish.channel,
      at: wish.wantedAt ?? clock.now(),
      zone: (outletId && outlets.get(outletId)?.timeZone) || zone,
    });
    return { outletId, promisedAt: found.best?.promisedAt ?? null, reason: found.best ? null : found.reason, priced };
  };

  /** Nobody can cook it, unless it is this very order that holds the last of it. */
  const unavailable = async (subject: Subject, offer: Offer): Promise<Ordered> => {
    const held = await stored(subject);
    if (held) return { outcome: 'placed', repeated: true, order: held, offer: null };
    return { outcome: 'unavailable', repeated: false, order: null, offer };
  };
  /** The same `clientOrderId` of the same diner is the same order; a price the diner has not agreed to places nothing. */
  const order = async (dinerId: string, body: DinerOrderBody): Promise<Ordered> => {
    const subject = { channel: body.channel, shopId: `diner:${dinerId}`, externalId: body.clientOrderId };
    const held = await stored(subject);
    if (held) return { outcome: 'placed', repeated: true, order: held, offer: null };
    const offer = await quote(body);
    if (offer.reason || !offer.priced.ok) return unavailable(subject, offer);
    if (offer.priced.money.totalFen !== body.acceptTotalFen)
      return { outcome: 'price_changed', repeated: false, order: null, offer };
    try {
      const given = { ...subject, dinerId, priced: offer.priced, now: clock.now() };
      return { outcome: 'placed', ...(await intake.take(incoming(body, given))), offer: null };
    } catch (error) {
      return unavailable(subject, { ...offer, promisedAt: null, reason: lostTo(error) });
    }
  };
  return { quote, order };
}
export type DinerDesk = ReturnType<typeof createDiner>;

/** Why nobody can cook it any more since it was asked; whatever else went wrong stays thrown. */
function lostTo(error: unknown): string {
  const reason = error instanceof Fault && error.code === 'conflict' ? error.about.reason : null;
  if (typeof reason !== 'string') throw error;
  return reason;
}

const lineOf = (item: BasketItem): IncomingLine => ({
  dishId: item.dishId,
  name: item.dishId,
  quantity: item.quantity,
  options: [],
  ...(item.note === undefined ? {} : { note: item.note }),
});

const basketOf = ({ kind, items }: QuoteBody): Basket => ({
  kind,
  lines: items.map(item => ({
    dishId: item.dishId,
    quantity: item.quantity,
    options: item.options.flatMap(({ groupId, optionId, quantity }) =>
      groupId !== undefined && optionId !== undefined ? [{ groupId, optionId, quantity }] : [],
    ),
    ...(item.note === undefined ? {} : { note: item.note }),
  })),
});

interface Given {
  channel: string;
  shopId: string;
  externalId: string;
  dinerId: string;
  priced: Priced;
  now: Date;
}

function incoming(body: DinerOrderBody, { priced, dinerId, now, ...subject }: Given): IncomingOrder {
  const { kind, outletId, wantedAt, dropOff, diner, note } = body;
  return {
    ...subject,
    kind,
    deliveredBy: kind === 'delivery' ? 'own' : 'none',
    ...(outletId === undefined ? {} : { outletId }),
    placedAt: now,
    ...(wantedAt === undefined ? {} : { wantedAt }),
    diner: { dinerId, ...diner },
    ...(dropOff ? { dropOff: placeOf(dropOff) } : {}),
    lines: priced.lines.map(({ dishId, name, quantity, unitPriceFen, options, note: wish }) => ({
      ...{ dishId, name, quantity, unitPriceFen, options },
      ...(wish === undefined ? {} : { note: wish }),
    })),
    money: priced.money,
    payment: 'to_pay',
    ...(note === undefined ? {} : { note }),
    raw: JSON.stringify({ ...body, diner: undefined, dropOff: undefined }),
  };
}
