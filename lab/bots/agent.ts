/** An agent of the service centre: types what a customer says on the phone or at the counter. */

import type { Wire } from '../../server/contract/events.ts';
import type { AgentOrder } from '../../server/contract/service.ts';
import type { Answer } from '../api.ts';
import { dishes } from '../city/dishes.ts';
import type { ScriptOrder } from '../city/script.ts';
import type { Stage } from '../play/stage.ts';
import type { Placed } from './diner.ts';

export async function typeOrder({ api, cast }: Stage, order: ScriptOrder, requestId: string): Promise<Answer<Placed>> {
  const body: Wire<AgentOrder> = {
    requestId,
    channel: order.via as 'phone' | 'counter',
    kind: order.kind,
    ...(order.outletId ? { outletId: order.outletId } : {}),
    diner: order.diner,
    ...(order.kind === 'delivery'
      ? { dropOff: { point: order.point, datum: 'WGS84' as const, address: order.address } }
      : {}),
    lines: order.lines.map(line => {
      const dish = dishes[line.dish]!;
      const option = line.option === null ? undefined : dish.options?.[line.option];
      return {
        dishId: dish.id,
        name: dish.name,
        quantity: line.quantity,
        options: option
          ? [{ groupId: 'choice', optionId: option.id, name: option.name, quantity: 1, priceFen: option.priceFen }]
          : [],
      };
    }),
    payment: order.kind === 'delivery' ? 'on_delivery' : 'paid',
  };
  return api.ask('POST', '/service/orders', { token: await cast.agent.token(), body });
}
