/** What the clock does to one order whose time has come: decided on the order as stored, so that whoever was faster wins. */
import type { Order } from '../../../contract/orders.ts';
import { begin } from './begin.ts';
import { moveTo } from './move.ts';
import { changed, type Outcome, same } from './outcome.ts';
import { expire } from './paying.ts';
import type { OrderPolicy } from './policy.ts';
import { answerCancel, answerRefund } from './requests.ts';
import { dueAction } from './wake.ts';

const timedOut = (answer: 'granted' | 'refused') => (answer === 'granted' ? 'timed_out_granted' : 'refused');

/** The due action's change; what outlets or payments must do is not done here. */
export function whenDue(order: Order, now: Date, policy: OrderPolicy): Outcome {
  const action = dueAction(order, now, policy);
  switch (action?.kind) {
    case 'expire':
      return expire(order);
    case 'release':
      return begin(order, now);
    case 'reject':
      return moveTo(order, 'rejected', { reason: action.reason });
    case 'alarm':
      return raise(order, action.alarm);
    case 'answer_cancel':
      return answerCancel(order, timedOut(action.answer));
    case 'answer_refund':
      return answerRefund(order, { answer: timedOut(action.answer) });
    case 'ask_provider':
    case 'assign':
    case 'return_money':
    case undefined:
      return same;
  }
}

/** The console is told that somebody must look; the same alarm is raised once. */
export const raise = (order: Order, alarm: string): Outcome =>
  order.alarms.includes(alarm)
    ? same
    : changed({ alarms: [...order.alarms, alarm] }, [{ name: 'order.escalated', data: { reason: alarm } }]);

/** Somebody has looked. */
export const settle = (order: Order, alarm: string): Outcome =>
  order.alarms.includes(alarm)
    ? changed({ alarms: order.alarms.filter(one => one !== alarm) }, [{ name: 'order.settled', data: { alarm } }])
    : same;
