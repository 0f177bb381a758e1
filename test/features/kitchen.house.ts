/** A house for the kitchen's tests: outlets at work, the kitchen's doors, and screens on a real socket. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Watched } from '../../lab/room.ts';
import { createScreen, type Screen } from '../../lab/screen.ts';
import type { Principal } from '../../server/contract/access.ts';
import type { Versioned } from '../../server/contract/live.ts';
import type { Order } from '../../server/contract/orders.ts';
import { kitchenFeature } from '../../server/features/kitchen/index.ts';
import type { At } from '../../server/features/kitchen/service.ts';
import { Fault } from '../../server/infra/faults.ts';
import { createHub } from '../../server/infra/live/hub.ts';
import { kitchen as screenActor } from './orders.kit.ts';
import { openOutlets } from './outlets.house.ts';

const principalOf = (outletId: string): Principal => ({
  ...{ kind: 'device', id: `${outletId}-screen`, role: 'kitchen', outletIds: [outletId], sessionId: outletId },
});

/** Two outlets may be made by `outlet`; `at` says which ticket, as the screen of its outlet. */
export async function openKitchen() {
  const house = await openOutlets();
  const { kit, orders, outlets, catalog } = house;
  const part = kitchenFeature(kit, { orders, outlets, catalog });
  const screens: Screen[] = [];
  const server = createServer();
  const hub = createHub({
    server,
    kit,
    views: part.views,
    actions: part.actions,
    access: {
      authenticate: async token => ({ principal: principalOf(token), expiresAt: new Date(Date.now() + 3_600_000) }),
      async allowed(_policy, principal, { outletId }) {
        if (!principal?.outletIds.includes(outletId ?? '')) throw new Fault('forbidden', 'Not yours');
      },
      onRevoked: () => undefined,
    },
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...house,
    ...{ kitchen: part.kitchen, routes: part.routes, views: part.views, actions: part.actions },
    at: ({ id, outletId }: Order, over: Partial<At> = {}): At => ({
      ...{ orderId: id, outletId: outletId!, actor: screenActor },
      ...over,
    }),
    screen(outletId: string) {
      const screen = createScreen({ url, token: () => outletId });
      screens.push(screen);
      return screen;
    },
    async close() {
      for (const screen of screens) screen.close();
      await hub.stop();
      await new Promise(resolve => server.close(resolve));
      await house.close();
    },
  };
}
export type KitchenHouse = Awaited<ReturnType<typeof openKitchen>>;

/** Resolves when the room is as wanted, looking again at each change it hears of. */
export const until = <I extends Versioned>(room: Watched<I>, isSo: () => unknown) =>
  new Promise<void>(resolve => {
    const look = () => isSo() && resolve();
    room.onChange(look);
    look();
  });
