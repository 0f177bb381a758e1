/** What becomes of the orders of an outlet that closes: what no person there has taken goes elsewhere, the rest is shown to people. */
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import type { Orders } from '../../orders/index.ts';
import type { Directory } from '../houses/directory.ts';
import { isShut } from '../rules/known.ts';
import { mayBeMoved } from '../rules/stamp.ts';
import type { Transfers } from './transfer.ts';

interface Needs {
  orders: Orders;
  directory: Directory;
  transfer: Transfers['transfer'];
  clock: Clock;
  log: Logger;
}
const alarm = 'outlet_closed';

export function createLeaving({ orders, directory, transfer, clock, log }: Needs) {
  const leave = async (order: Order, reason: string, closedAt: Date) => {
    if (mayBeMoved(order) && !isTaken(order)) return void (await transfer(order.id, { reason, elseQueue: true }));
    if (isTold(order, closedAt)) return;
    await orders.change(order.id, now =>
      isTold(now, closedAt)
        ? null
        : { set: { alarms: [...now.alarms, alarm] }, facts: [{ name: 'order.escalated', data: { reason: alarm } }] },
    );
  };
  const moveAway = async (outletId: string, reason: string): Promise<void> => {
    const closed = directory.get(outletId)?.log.findLast(({ name }) => name === 'outlet.closed');
    for (const order of await orders.open(outletId, ['assigned', 'accepted']))
      await leave(order, reason, closed?.at ?? clock.now()).catch((error: unknown) =>
        log.error({ err: error, orderId: order.id, outletId }, 'an order could not leave its closed outlet'),
      );
  };
  return {
    moveAway,
    /** The clock: also what arrived at an outlet while it was being closed, or was left by a crash. */
    async moveAwayFromShut(): Promise<void> {
      const now = clock.now().getTime();
      for (const outlet of directory.all())
        if (isShut(outlet, now)) await moveAway(outlet.id, outlet.open.reason ?? 'closed');
    },
  };
}

/** A person has accepted it: they say whether it is still cooked. What the outlet accepts by itself nobody has taken. */
const isTaken = ({ status, log }: Order): boolean =>
  status === 'accepted' && log.findLast(({ name }) => name === 'order.accepted')?.actor.kind !== 'system';

/** Once for each closing, also when somebody has looked. */
const isTold = ({ alarms, log }: Order, closedAt: Date): boolean =>
  alarms.includes(alarm) ||
  log.some(({ name, data, at }) => name === 'order.escalated' && data.reason === alarm && at >= closedAt);
