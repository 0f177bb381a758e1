/** What people ask of an order: cancel, refund, pay, note, alarm. Each is one rule applied in one compare-and-set. */
import type { Role } from '../../../contract/access.ts';
import type { Actor } from '../../../contract/common.ts';
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import { raise, settle } from '../rules/due.ts';
import { refundableFen } from '../rules/money.ts';
import { changed, same } from '../rules/outcome.ts';
import {
  expire,
  finishRefund,
  notePlatformRefund,
  type Payment,
  pay,
  payLater,
  startPaying,
  startRefund,
} from '../rules/paying.ts';
import { answerCancel, answerRefund, askCancel, askRefund, type CancelAnswer } from '../rules/requests.ts';
import type { By, OrdersCore } from '../service.ts';

interface Asker {
  /** Whose limit binds what is given back; absent: nobody's. */
  role?: Role | undefined;
}
export interface Ask extends Asker {
  actor: Actor;
  reason: string;
  amountFen?: number | undefined;
  /** What it is asked for (an incident …): the same cause is asked once. */
  cause?: string | undefined;
}
export interface Answer extends Asker {
  answer: CancelAnswer;
  actor?: Actor | undefined;
  amountFen?: number | undefined;
}

const by = (actor: Actor | undefined): By => (actor ? { actor } : {});

const refundFacts = /^order\.refund_(asked|answered)$/;
const isAsked = ({ log }: Order, cause: string | undefined) =>
  cause !== undefined && log.some(fact => refundFacts.test(fact.name) && fact.cause === cause);

/** Throws `forbidden` for more than an agent may give back by itself. */
function within(limitFen: number, amountFen: number, role: Role | undefined): void {
  if (role !== 'agent' || amountFen <= limitFen) return;
  const message = `is above ${limitFen}, which is all an agent may give back`;
  throw new Fault('forbidden', `An agent may give back at most ${limitFen} fen: a manager may give more`, {
    ...{ limitFen, issues: [{ path: 'body.amountFen', message }] },
  });
}

export function createAsking({ orders, clock }: { orders: OrdersCore; clock: Clock }) {
  const { apply, policy } = orders;
  const asking = ({ actor, reason }: Ask) => ({ by: actor, reason, now: clock.now(), policy });
  return {
    /** Cancels at once where the actor may, else leaves a request with a deadline. */
    askCancel: (id: string, ask: Ask): Promise<Order> =>
      apply(id, order => askCancel(order, asking(ask)), by(ask.actor)),
    answerCancel: (id: string, { answer, actor }: Answer): Promise<Order> =>
      apply(id, order => answerCancel(order, answer), by(actor)),
    /** A diner's is a request, a member of staff's is granted at once; the money follows through the provider. */
    askRefund: (id: string, ask: Ask): Promise<Order> =>
      apply(
        id,
        order => {
          if (isAsked(order, ask.cause)) return same;
          within(policy.agentLimitFen, ask.amountFen ?? refundableFen(order), ask.role);
          return askRefund(order, asking(ask), ask.amountFen);
        },
        { actor: ask.actor, ...(ask.cause === undefined ? {} : { cause: ask.cause }) },
      ),
    answerRefund: (id: string, { answer, actor, amountFen, role }: Answer): Promise<Order> =>
      apply(
        id,
        order => {
          const isGranting = answer !== 'refused' && order.refund?.status === 'asked';
          if (isGranting) within(policy.agentLimitFen, amountFen ?? order.refund?.amountFen ?? 0, role);
          return answerRefund(order, { answer, amountFen });
        },
        by(actor),
      ),
    markPaid: (id: string, payment: Payment, actor?: Actor): Promise<Order> =>
      apply(id, order => pay(order, payment, { now: clock.now(), policy }), by(actor)),
    payLater: (id: string, provider: string, actor?: Actor): Promise<Order> =>
      apply(id, order => payLater(order, provider, { now: clock.now(), policy }), by(actor)),
    startPaying: (id: string, { provider, askAt }: { provider: string; askAt: Date }, actor?: Actor): Promise<Order> =>
      apply(id, order => startPaying(order, provider, askAt), by(actor)),
    expire: (id: string): Promise<Order> => apply(id, expire),
    /** Claims what is owed until `leaseUntil`; conflict while another claim runs. */
    startRefund: (id: string, leaseUntil: Date): Promise<Order> =>
      apply(id, order => startRefund(order, clock.now(), leaseUntil)),
    finishRefund: (id: string, refundId: string): Promise<Order> => apply(id, order => finishRefund(order, refundId)),
    /** A platform gave money back by itself; repeatable by `refundId`. */
    recordRefund: (id: string, refund: { amountFen: number; refundId: string }, actor?: Actor): Promise<Order> =>
      apply(id, order => notePlatformRefund(order, refund.amountFen, refund.refundId), by(actor)),
    note: (id: string, text: string, actor: Actor): Promise<Order> =>
      apply(id, () => changed({}, [{ name: 'order.noted', data: { text } }]), by(actor)),
    alarm: (id: string, alarm: string): Promise<Order> => apply(id, order => raise(order, alarm)),
    clearAlarm: (id: string, alarm: string, actor: Actor): Promise<Order> =>
      apply(id, order => settle(order, alarm), by(actor)),
  };
}
