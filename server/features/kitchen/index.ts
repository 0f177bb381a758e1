/** The kitchen: tickets on screens and what cooks do with them. Wakes on assigned orders where the outlet accepts by itself. */
import type { Order } from '../../contract/orders.ts';
import type { Kit } from '../../infra/kit.ts';
import type { CollectionSpec, Doc } from '../../infra/store/port.ts';
import { ordersSpec } from '../orders/index.ts';
import { kitchenViews } from './live.ts';
import { kitchenActions, kitchenRoutes } from './routes.ts';
import { createKitchen, type KitchenNeeds } from './service.ts';
import { kitchenDeeds } from './tickets/deeds.ts';
import { presentTicket } from './tickets/present.ts';

/** A ticket is a view of the order: the kitchen keeps no documents of its own. */
export const kitchenSpecs: CollectionSpec<Doc>[] = [];

export function kitchenFeature({ facts, schedule, clock }: Kit, needs: KitchenNeeds) {
  const kitchen = createKitchen({ ...needs, clock });
  const hasScreen = (outletId: string) => needs.outlets.get(outletId)?.hasScreen ?? true;
  const show = (order: Order) => presentTicket(order, hasScreen(order.outletId ?? ''));
  const deeds = kitchenDeeds(kitchen, show);

  facts.on('order.assigned', ({ doc }) => kitchen.acceptBySelf(doc as Order));
  schedule.every(10, 'kitchen-accept', kitchen.acceptMissed);
  schedule.every(10, 'kitchen-unseen', kitchen.tellUnseen);

  return {
    kitchen,
    routes: kitchenRoutes({ kitchen, deeds, show }),
    views: kitchenViews({ source: ordersSpec, kitchen, hasScreen }),
    actions: kitchenActions(deeds),
    specs: kitchenSpecs,
  };
}
export type { Kitchen } from './service.ts';
export type { KitchenNeeds };
