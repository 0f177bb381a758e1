/** Incidents: opened for an order, worked on, compensated. Each write is one compare-and-set; the clock pays what was granted. */
import { randomUUID } from 'node:crypto';
import type { Role } from '../../contract/access.ts';
import type { Actor } from '../../contract/common.ts';
import type { Incident, IncidentStatus } from '../../contract/service.ts';
import { begin, change, evolve, type Stamp } from '../../infra/aggregate.ts';
import type { Clock } from '../../infra/clock.ts';
import { Fault } from '../../infra/faults.ts';
import type { Logger } from '../../infra/log.ts';
import { type Orders, refundableFen } from '../orders/index.ts';
import {
  answerCompensation,
  compensate,
  compensationCause,
  escalate,
  incidentWakeAt,
  moveIncident,
  type ServicePolicy,
  settleCompensation,
  type Verdict,
} from './rules/incidents.ts';
import type { IncidentStore } from './store.ts';

interface Needs {
  data: IncidentStore;
  orders: Orders;
  clock: Clock;
  log: Logger;
  policy: ServicePolicy;
}
export interface Opening {
  orderId: string;
  kind: Incident['kind'];
  summary: string;
  actor: Actor;
}
const batch = 100;

export function createIncidents({ data, orders, clock, log, policy }: Needs) {
  const { store } = data;

  const apply = (id: string, rule: (incident: Incident) => Verdict, actor?: Actor): Promise<Incident> => {
    const stamp: Stamp = { at: clock.now(), ...(actor ? { actor } : {}) };
    return change(store, id, {
      stamp,
      decide: incident => {
        const verdict = rule(incident);
        if (!verdict) return null;
        if ('refused' in verdict) throw new Fault('conflict', verdict.refused, { status: incident.status });
        const wakeAt = incidentWakeAt(evolve(incident, verdict, stamp), policy);
        return { ...verdict, set: { ...verdict.set, wakeAt } };
      },
    });
  };
  async function open({ orderId, kind, summary, actor }: Opening): Promise<Incident> {
    const order = await orders.need(orderId);
    const openedAt = clock.now();
    const incident: Incident = {
      ...{ id: randomUUID(), version: 1, orderId, outletId: order.outletId, kind, summary, openedAt },
      ...{ status: 'open', assigneeId: null, escalated: false, compensation: null, wakeAt: null },
      log: begin([{ name: 'incident.opened', data: { orderId, kind } }], { at: openedAt, actor }),
    };
    incident.wakeAt = incidentWakeAt(incident, policy);
    await store.insert(incident);
    return incident;
  }
  /** Pays a granted compensation as a refund of the order: asked under the same cause however often this is repeated. */
  async function payOut(id: string): Promise<Incident> {
    const incident = await need(id);
    const { compensation } = incident;
    if (compensation?.status !== 'granted') return incident;
    const { amountFen, reason, answeredBy } = compensation;
    const actor: Actor = { kind: 'staff', id: answeredBy ?? compensation.askedBy };
    try {
      await orders.askRefund(incident.orderId, { actor, reason, amountFen, cause: compensationCause(incident) });
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'conflict')) throw error;
      log.warn({ incidentId: id, orderId: incident.orderId }, 'a compensation could not be refunded');
      return apply(id, one => settleCompensation(one, 'failed'));
    }
    return apply(id, one => settleCompensation(one, 'paid'));
  }
  async function need(id: string): Promise<Incident> {
    const incident = await store.get(id);
    if (!incident) throw new Fault('not_found', 'There is no such incident');
    return incident;
  }
  async function settle(incident: Incident): Promise<void> {
    if (incident.compensation?.status === 'granted') await payOut(incident.id);
    else await apply(incident.id, escalate);
  }
  return {
    open,
    need,
    ofOrder: data.ofOrder,
    inStatus: data.inStatus,
    move: (id: string, to: IncidentStatus, by: { actor: Actor; reason?: string | undefined }) =>
      apply(id, one => moveIncident(one, to, { actorId: by.actor.id, reason: by.reason }), by.actor),
    note: (id: string, text: string, actor: Actor) =>
      apply(id, () => ({ set: {}, facts: [{ name: 'incident.noted', data: { text } }] }), actor),
    /** Asks for money for the diner; what the asker may grant is paid at once. */
    async compensate(
      id: string,
      ask: { amountFen: number; reason: string; actor: Actor; role: Role },
    ): Promise<Incident> {
      const order = await orders.need((await need(id)).orderId);
      const asked = { ...ask, askedBy: ask.actor.id, refundableFen: refundableFen(order) };
      await apply(id, one => compensate(one, asked, orders.policy), ask.actor);
      return payOut(id);
    },
    async answerCompensation(id: string, answer: 'granted' | 'refused', actor: Actor): Promise<Incident> {
      await apply(id, one => answerCompensation(one, answer, actor.id), actor);
      return payOut(id);
    },
    /** Escalates what nobody took and pays what was granted. */
    async drain(): Promise<void> {
      for (const incident of await data.due(clock.now(), batch))
        await settle(incident).catch((error: unknown) =>
          log.error({ err: error, incidentId: incident.id }, 'an incident could not be followed up'),
        );
    },
  };
}
export type Incidents = ReturnType<typeof createIncidents>;
