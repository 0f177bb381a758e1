/** A partner of the open protocol: pushes whole orders, signs the very bytes it sends, asks what became of them. */
import { createHmac, randomBytes } from 'node:crypto';
import type { OpenOrder } from '../../server/contract/channels.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { Answer } from '../api.ts';
import { dishes, recordedDish } from '../city/dishes.ts';
import type { ScriptOrder } from '../city/script.ts';
import type { Stage } from '../play/stage.ts';

/** What a partner needs of the stage. */
export type Office = Pick<Stage, 'api' | 'at'> & { cast: Pick<Stage['cast'], 'openKey'> };

/** Signs as the documentation says: HMAC-SHA256 over timestamp, nonce, method, path and the raw body. */
export function openHeaders(
  key: { keyId: string; secret: string },
  { method, path, raw }: { method: string; path: string; raw: string },
) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(12).toString('hex');
  const signature = createHmac('sha256', key.secret)
    .update(`${timestamp}\n${nonce}\n${method}\n${path}\n${raw}`)
    .digest('hex');
  return {
    'content-type': 'application/json',
    'x-huidan-key': key.keyId,
    'x-huidan-timestamp': timestamp,
    'x-huidan-nonce': nonce,
    'x-huidan-signature': signature,
  };
}

const path = '/channels/open/orders';

/** Sends one order; the same order again is the same message with a new signature. */
export function pushOpenOrder({ api, cast, at }: Office, order: ScriptOrder, externalId: string): Promise<Answer> {
  const raw = JSON.stringify(openOrder(order, externalId, at(order.atMin)));
  return api.ask('POST', path, { raw, headers: openHeaders(cast.openKey, { method: 'POST', path, raw }) });
}

export function cancelOpenOrder({ api, cast }: Office, order: ScriptOrder, externalId: string): Promise<Answer> {
  const raw = JSON.stringify({ externalId, shopId: order.outletId ?? '', reason: '顾客不想要了' });
  const to = '/channels/open/cancels';
  return api.ask('POST', to, { raw, headers: openHeaders(cast.openKey, { method: 'POST', path: to, raw }) });
}

function openOrder(order: ScriptOrder, externalId: string, placedAt: Date): Wire<OpenOrder> {
  const lines = order.lines.map(line => {
    const dish = order.readyMin === null ? dishes[line.dish]! : recordedDish(order.readyMin - order.atMin);
    const option = line.option === null ? undefined : dish.options?.[line.option];
    return {
      externalDishId: dish.id,
      name: dish.name,
      quantity: line.quantity,
      unitPriceFen: dish.priceFen + (option?.priceFen ?? 0),
      options: option ? [{ name: option.name, quantity: 1, priceFen: option.priceFen }] : [],
    };
  });
  const itemsFen = lines.reduce((sum, line) => sum + line.unitPriceFen * line.quantity, 0);
  const deliveryFen = order.kind === 'delivery' ? 500 : 0;
  return {
    externalId,
    shopId: order.outletId ?? '',
    ...(order.outletId ? { outletId: order.outletId } : {}),
    kind: order.kind,
    placedAt: placedAt.toISOString(),
    diner: order.diner,
    ...(order.kind === 'delivery'
      ? { dropOff: { point: order.point, datum: 'WGS84' as const, address: order.address } }
      : {}),
    lines,
    money: { itemsFen, packagingFen: 100, deliveryFen, discountFen: 0, totalFen: itemsFen + deliveryFen + 100 },
    payment: 'paid',
  };
}
