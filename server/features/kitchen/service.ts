/** Use cases of the kitchen: every deed is one rule applied in one compare-and-set, so two screens cannot do it twice. */
import { type Actor, system } from '../../contract/common.ts';
import type { RejectAnswer } from '../../contract/kitchen.ts';
import type { Order } from '../../contract/orders.ts';
import type { Clock } from '../../infra/clock.ts';
import { Fault } from '../../infra/faults.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Orders, since } from '../orders/index.ts';
import { mayBeMoved, type Outlets } from '../outlets/index.ts';
import * as deeds from './rules/deeds.ts';
import { hasLeft, seen, shownStatuses, unseen } from './rules/ticket.ts';
import { demandHere, outcomeOf } from './tickets/outcome.ts';

export interface KitchenNeeds {
  orders: Orders;
  outlets: Pick<Outlets, 'get' | 'all' | 'ready' | 'transfer'>;
  catalog: Pick<Catalog, 'boards' | 'index'>;
}
/** Which ticket, who acts, and (if given) which version of it the screen showed. */
export interface At {
  outletId: string;
  orderId: string;
  actor: Actor;
  version?: number | undefined;
}
type Rule = (order: Order) => deeds.Deed;
/** Business seconds after which the clock, too, says that nobody has seen a ticket. */
const unseenS = 30;

export function createKitchen({ orders, outlets, catalog, clock }: KitchenNeeds & { clock: Clock }) {
  const act = ({ outletId, orderId, actor, version }: At, rule: Rule, reason?: string): Promise<Order> =>
    orders.apply(orderId, order => outcomeOf(demandHere(order, outletId), { deed: rule(order), version, reason }), {
      actor,
    });

  const transferred = async ({ orderId, actor }: At, reason: string): Promise<boolean> => {
    try {
      await outlets.transfer(orderId, { actor, reason });
      return true;
    } catch (error) {
      // Nobody else can take it, or somebody was faster: the order itself says which.
      if (error instanceof Fault && error.code === 'conflict') return false;
      throw error;
    }
  };
  /** The same refusal again answers what came of the first one. */
  const reject = async (at: At, reason: string): Promise<RejectAnswer> => {
    const order = await orders.need(at.orderId);
    const left: RejectAnswer = { orderId: at.orderId, outcome: 'transferred' };
    if (order.outletId !== at.outletId && hasLeft(order, at.outletId)) return left;
    const outcome = outcomeOf(demandHere(order, at.outletId), { deed: deeds.reject(order), version: at.version });
    const mayGo = mayBeMoved(order) && outcome.kind === 'change';
    if (mayGo && (await transferred(at, reason))) return left;
    try {
      await act({ ...at, version: undefined }, outcome.kind === 'refused' ? () => outcome : deeds.reject, reason);
    } catch (error) {
      if (hasLeft(await orders.need(at.orderId), at.outletId)) return left;
      throw error;
    }
    return { orderId: at.orderId, outcome: 'rejected' };
  };
  /** Where the outlet says so, an order is accepted without a person. */
  const acceptBySelf = async (order: Order): Promise<void> => {
    if (order.status !== 'assigned' || !order.outletId) return;
    await outlets.ready();
    if (!outlets.get(order.outletId)?.autoAccept) return;
    const { outletId } = order;
    await orders.apply(
      order.id,
      now =>
        now.outletId === outletId && now.status === 'assigned'
          ? outcomeOf(now, { deed: deeds.accept(now) })
          : { kind: 'same' },
      { actor: system, cause: 'auto_accept', held: order },
    );
  };
  /** No screen showed it in time. */
  const noteUnseen = ({ outletId, orderId }: Omit<At, 'actor'>) =>
    orders.apply(orderId, order =>
      order.outletId === outletId ? outcomeOf(order, { deed: unseen(order) }) : { kind: 'same' },
    );
  const isLongUnseen = (order: Order) =>
    unseen(order).kind !== 'same' && clock.now().getTime() - since(order).getTime() >= unseenS * 1000;
  const demandDish = ({ outletId, dishId }: Omit<Dish, 'actor'>) => {
    if (!outlets.get(outletId)) throw new Fault('not_found', `There is no outlet ${outletId}`, { outletId });
    if (!catalog.index().dishes.has(dishId)) throw new Fault('not_found', `There is no dish ${dishId}`, { dishId });
  };
  return {
    accept: (at: At) => act(at, deeds.accept),
    /** One station, or all that wait. */
    start: (at: At, station?: string) => act(at, order => deeds.start(order, station, clock.now())),
    ready: (at: At, station?: string) => act(at, order => deeds.ready(order, station, clock.now())),
    recall: (at: At, { station, reason }: { station?: string | undefined; reason: string }) =>
      act(at, order => deeds.recall(order, station, reason)),
    /** `delayS`: the whole delay against the first promise. */
    delay: (at: At, by: { delayS: number; reason: string }) => act(at, order => deeds.delay(order, by)),
    handOver: (at: At) => act(at, deeds.handOver),
    reject,
    /** A diner's wish to cancel, answered by those who cook. */
    async answerCancel({ outletId, orderId, actor }: At, answer: 'granted' | 'refused') {
      demandHere(await orders.need(orderId), outletId);
      return orders.answerCancel(orderId, { answer, actor });
    },
    /** Nothing more of it is sold at this outlet, on any channel, until then. Throws invalid when that has passed. */
    async soldOut({ outletId, dishId, actor }: Dish, until: Date | null) {
      demandDish({ outletId, dishId });
      if (until && until <= clock.now())
        throw new Fault('invalid', 'It cannot be sold out until a time that has passed', { until });
      await catalog.boards.soldOut(outletId, dishId, until, actor);
      return { dishId, soldOut: true, until };
    },
    async restore({ outletId, dishId, actor }: Dish) {
      demandDish({ outletId, dishId });
      await catalog.boards.restore(outletId, dishId, actor);
      return { dishId, soldOut: false, until: null };
    },
    /** A screen shows it; late is better than never. */
    noteSeen: ({ outletId, orderId }: Omit<At, 'actor'>, screenId: string) =>
      orders.apply(
        orderId,
        order =>
          order.outletId === outletId
            ? outcomeOf(order, { deed: seen(order, screenId, clock.now()) })
            : { kind: 'same' },
        { actor: { kind: 'kitchen', id: screenId } },
      ),
    noteUnseen,
    /** What stands on the outlet's screens, the next to begin first. */
    tickets: async (outletId: string) =>
      (await orders.open(outletId)).filter(({ status }) => shownStatuses.includes(status)),
    /** The order, if this outlet has it now. */
    need: async (outletId: string, orderId: string) => demandHere(await orders.need(orderId), outletId),
    acceptBySelf,
    /** The clock: orders whose assignment nobody heard of. */
    async acceptMissed(): Promise<void> {
      for (const { id, autoAccept } of outlets.all())
        if (autoAccept) for (const order of await orders.open(id, ['assigned'])) await acceptBySelf(order);
    },
    /** The clock: tickets accepted without a person, which a restart no longer waits to be seen. */
    async tellUnseen(): Promise<void> {
      for (const { id, autoAccept, hasScreen } of outlets.all())
        if (autoAccept && hasScreen)
          for (const order of (await orders.open(id, ['accepted'])).filter(isLongUnseen))
            await noteUnseen({ outletId: id, orderId: order.id });
    },
  };
}
export type Kitchen = ReturnType<typeof createKitchen>;
export interface Dish {
  outletId: string;
  dishId: string;
  actor: Actor;
}
