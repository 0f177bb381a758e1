/** What has happened on a lived day: who collected and brought what and when, and what kitchens have finished since. */
import type { Stop } from '../../../server/contract/routes.ts';
import type { Bundle, Played } from '../simulate.ts';
import type { Rider } from './rider.ts';
import { type LivingOrder, minuteOf, type Town } from './town.ts';

export function createDiary({ travel, couriers }: Town, open: Map<string, LivingOrder>, played: Played) {
  const numbers = new Map(couriers.map(({ id }, no) => [id, no]));
  /** By courier, what is being collected at one halt. */
  const halts = new Map<string, { outletId: string; bundle: Bundle & { orders: number[] } }>();
  let isNew = false;

  const collected = ({ orderId, outletId }: Stop, { courier: { id } }: Rider, at: Date) => {
    const order = open.get(orderId)!;
    played.pickedUpMin[order.no] = minuteOf(at);
    open.set(orderId, { ...order, status: 'collected', collectedAt: at, leg: { ...order.leg, courierId: id } });
    const halt = halts.get(id);
    if (halt?.outletId === outletId) return void halt.bundle.orders.push(order.no);
    const minute = minuteOf(at);
    const bundle = { assignedMin: minute, pickupMin: minute, courier: numbers.get(id)!, orders: [order.no] };
    halts.set(id, { outletId, bundle });
    played.bundles.push(bundle);
  };
  const delivered = ({ orderId }: Stop, { courier: { id } }: Rider, at: Date) => {
    const { no } = open.get(orderId)!;
    played.deliveredMin[no] = minuteOf(at);
    played.carrier[no] = numbers.get(id)!;
    open.delete(orderId);
    halts.delete(id);
  };
  return {
    played,
    travel,
    readyMs: (orderId: string) => open.get(orderId)!.readyAt.getTime(),
    done(stop: Stop, rider: Rider, at: Date) {
      isNew = true;
      if (stop.kind === 'collect') collected(stop, rider, at);
      else delivered(stop, rider, at);
    },
    /** Something has happened since it was last asked; what kitchens have finished is ready from now on. */
    isNews(now: Date): boolean {
      for (const [id, order] of open)
        if (order.status === 'cooking' && order.readyAt <= now) {
          open.set(id, { ...order, status: 'ready' });
          isNew = true;
        }
      const was = isNew;
      isNew = false;
      return was;
    },
  };
}
export type Diary = ReturnType<typeof createDiary>;
