/** A diner in the own app or the mini-program: logs in, sees the price, orders, pays, sometimes thinks better of it. */
import type { DinerOrderBody } from '../../server/contract/channels.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { Answer } from '../api.ts';
import { dishes } from '../city/dishes.ts';
import type { ScriptOrder } from '../city/script.ts';
import { type Login, logIn } from '../login.ts';
import type { Stage } from '../play/stage.ts';

export interface Placed {
  outcome: 'placed' | 'price_changed' | 'unavailable';
  money: { totalFen: number };
  order: { id: string } | null;
}

export interface Diner {
  /** Under which the channel's orders are found: the diner's own numbers are the diner's alone. */
  externalId: string;
  /** The same wish again is the same order. */
  order(): Promise<Answer<Placed>>;
  pay(orderId: string): Promise<void>;
  cancel(orderId: string): Promise<Answer>;
}

/** A diner with an account of their own, who has read the price. */
export async function dinerOf({ api }: Stage, script: ScriptOrder): Promise<Diner> {
  const login: Login = await logIn(api, '/diner/login', { channel: script.via, code: `diner-${script.key}` });
  const wish = wishOf(script);
  const quote = await api.must<{ money: { totalFen: number } }>('POST', '/diner/quotes', {
    token: await login.token(),
    body: wish,
  });
  const body: Omit<Wire<DinerOrderBody>, 'acceptTotalFen'> = {
    ...wish,
    clientOrderId: script.key,
    diner: script.diner,
  };
  let acceptTotalFen = quote.money.totalFen;
  return {
    externalId: script.key,
    async order() {
      const answer = await api.ask<Placed>('POST', '/diner/orders', {
        token: await login.token(),
        body: { ...body, acceptTotalFen },
      });
      if (answer.ok) acceptTotalFen = answer.body.money.totalFen;
      return answer;
    },
    pay: async orderId =>
      void (await api.must('POST', `/orders/${orderId}/pay`, {
        token: await login.token(),
        body: { provider: 'test', simulate: 'pays' },
      })),
    cancel: async orderId =>
      api.ask('POST', `/orders/${orderId}/cancel`, { token: await login.token(), body: { reason: '改变主意了' } }),
  };
}

const wishOf = ({ via, kind, outletId, point, address, lines }: ScriptOrder) => ({
  channel: via as 'app' | 'miniprogram',
  kind,
  ...(outletId ? { outletId } : {}),
  ...(kind === 'delivery' ? { dropOff: { point, datum: 'WGS84' as const, address } } : {}),
  items: lines.map(line => {
    const dish = dishes[line.dish]!;
    const option = line.option === null ? undefined : dish.options?.[line.option];
    return {
      dishId: dish.id,
      quantity: line.quantity,
      options: option ? [{ groupId: 'choice', optionId: option.id, quantity: 1 }] : [],
    };
  }),
});
