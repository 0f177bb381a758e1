/** Everybody who plays: kitchens and couriers on their sockets, the console; and the looks at their screens. */

import type { Wire } from '../../server/contract/events.ts';
import type { Versioned } from '../../server/contract/live.ts';
import type { OrderView } from '../../server/contract/order-views.ts';
import { type CourierBot, startCourier } from '../bots/courier.ts';
import { type KitchenBot, startKitchen } from '../bots/kitchen.ts';
import type { Watched } from '../room.ts';
import { createScreen } from '../screen.ts';
import { type CheckCount, type Checked, checkScreens } from './check.ts';
import type { Stage } from './stage.ts';

export interface Players {
  console: Watched<Wire<OrderView>>;
  count: CheckCount;
  onDuty(): number;
  /** Compares every kitchen's and courier's screen with the API. */
  check(): Promise<void>;
  /** Until nothing is open any more, and every courier is home. */
  playOut(): Promise<void>;
  leave(): void;
}
/** Simulated minutes after the last order; what is open then is stuck and is reported as open. */
const patienceMin = 240;

export async function bringIn(stage: Stage): Promise<Players> {
  const { api, cast, script } = stage;
  let over = false;
  const desk = createScreen({ url: api.url, token: cast.office.token });
  const console = desk.watch<Wire<OrderView>>('orders', 'all');
  const roster = desk.watch<Versioned>('map', 'all');
  await Promise.all([console.settled(), roster.settled()]);
  const kitchens = await Promise.all(script.outlets.map(outlet => startKitchen(stage, outlet.id)));
  const couriers = await Promise.all(script.couriers.map(courier => startCourier(stage, courier, () => over)));
  const screens = [...kitchens.map(bot => kitchenCheck(stage, bot)), ...couriers.map(bot => courierCheck(stage, bot))];
  const count: CheckCount = { checked: 0, wrong: 0 };
  for (const bot of couriers) bot.done.catch((error: unknown) => stage.complain(`${bot.id} broke down: ${error}`));
  return {
    console,
    count,
    onDuty: () => roster.items().length,
    async check() {
      const found = await checkScreens(screens, stage.complain);
      count.checked += found.checked;
      count.wrong += found.wrong;
    },
    async playOut() {
      const until = stage.at(script.minutes + patienceMin);
      while (stage.pace.now() < until && !(await nothingOpen(stage, console))) await stage.pace.pass(30);
      over = true;
      await Promise.race([Promise.allSettled(couriers.map(bot => bot.done)), stage.pace.pass(30 * 60)]);
    },
    leave() {
      for (const { screen } of [...kitchens, ...couriers]) screen.close();
      desk.close();
    },
  };
}

/** The console's screen says so, and the API agrees. */
async function nothingOpen({ api, cast }: Stage, console: Watched<Versioned>): Promise<boolean> {
  if (console.items().length > 0) return false;
  const open = 'placed,awaiting_payment,queued,assigned,accepted,cooking,ready,collected';
  const { orders } = await api.must<{ orders: unknown[] }>('GET', `/orders?limit=1&status=${open}`, {
    token: await cast.office.token(),
  });
  return orders.length === 0;
}

const kitchenCheck = ({ api, cast }: Stage, { outletId, tickets }: KitchenBot): Checked => ({
  name: `kitchen ${outletId}`,
  room: tickets,
  ask: async () => {
    const token = await cast.screens.get(outletId)!.token();
    return (await api.must<{ tickets: Versioned[] }>('GET', `/outlets/${outletId}/tickets`, { token })).tickets;
  },
});

const courierCheck = ({ api, cast }: Stage, { id, route }: CourierBot): Checked => ({
  name: `courier ${id}`,
  room: route,
  ask: async () => [
    await api.must<Versioned>('GET', `/couriers/${id}/route`, { token: await cast.couriers.get(id)!.token() }),
  ],
});
