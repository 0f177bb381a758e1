/** HTTP of incidents: opened for an order, worked on, compensated. */
import { z } from 'zod';
import { actorOf, type Principal } from '../../../contract/access.ts';
import { Id } from '../../../contract/common.ts';
import { type Incident, IncidentKind, IncidentStatus, IncidentView } from '../../../contract/service.ts';
import { Fault } from '../../../infra/faults.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import { incidentView } from '../rules/present.ts';
import type { Incidents } from '../service.ts';

const tag = 'Service';
/** Whose outlet the incident belongs to is checked incident by incident. */
const agents = { who: ['agent', 'manager', 'head_office'] as const, scope: 'self' as const };
const params = z.object({ incidentId: Id });
const example = { params: { incidentId: 'incident-1' } };
const reason = z.string().min(1).max(500);

/** Somebody of other outlets is told that there is none. */
function own(incident: Incident, { outletIds }: Principal): Incident {
  if (outletIds.length > 0 && !(incident.outletId && outletIds.includes(incident.outletId)))
    throw new Fault('not_found', 'There is no such incident');
  return incident;
}

export function incidentRoutes({ incidents }: { incidents: Incidents }): Route[] {
  const shown = (incident: Incident, caller: Principal) => incidentView(incident, caller.role);
  const mine = async (id: string, caller: Principal) => own(await incidents.need(id), caller);
  const acting = <B extends z.ZodType>(
    name: string,
    spec: { summary: string; body: B; example: object },
    act: (id: string, body: z.output<B>, caller: Principal) => Promise<Incident>,
  ) =>
    route({
      ...{ method: 'post', path: `/service/incidents/:incidentId/${name}`, tag, policy: agents },
      ...{ summary: spec.summary, params, body: spec.body, answer: IncidentView },
      example: { ...example, body: spec.example },
      handler: async ({ params: { incidentId }, body, caller }) => {
        await mine(incidentId, caller);
        return shown(await act(incidentId, body as z.output<B>, caller), caller);
      },
    });
  return [
    ...readingRoutes(incidents, mine),
    acting(
      'move',
      {
        summary: 'Takes, resolves, closes or reopens it',
        body: z.object({ to: IncidentStatus, reason: reason.optional() }),
        example: { to: 'working' },
      },
      (id, { to, reason: because }, caller) => incidents.move(id, to, { actor: actorOf(caller), reason: because }),
    ),
    acting(
      'note',
      { summary: 'Adds a note', body: z.object({ text: reason }), example: { text: 'Called back' } },
      (id, { text }, caller) => incidents.note(id, text, actorOf(caller)),
    ),
    acting(
      'compensate',
      {
        summary:
          "Promises money: within the agent's limit at once, above it a manager is asked; paid as a refund of the order",
        body: z.object({ amountFen: z.number().int().min(1).max(100_000_000), reason }),
        example: { amountFen: 1000, reason: 'A dish was missing' },
      },
      (id, body, caller) => incidents.compensate(id, { ...body, actor: actorOf(caller), role: caller.role }),
    ),
    answering(incidents, mine),
  ];
}

type Mine = (id: string, caller: Principal) => Promise<Incident>;

const answering = (incidents: Incidents, mine: Mine): Route =>
  route({
    ...{ method: 'post', path: '/service/incidents/:incidentId/compensation/answer', tag },
    policy: { who: ['manager', 'head_office'], scope: 'self' },
    summary: 'A manager grants or refuses what an agent asked for',
    params,
    body: z.object({ answer: z.enum(['granted', 'refused']) }),
    answer: IncidentView,
    example: { ...example, body: { answer: 'granted' } },
    handler: async ({ params: { incidentId }, body, caller }) => {
      await mine(incidentId, caller);
      return incidentView(await incidents.answerCompensation(incidentId, body.answer, actorOf(caller)), caller.role);
    },
  });

const readingRoutes = (incidents: Incidents, mine: Mine): Route[] => [
  route({
    ...{ method: 'post', path: '/orders/:orderId/incidents', tag, status: 201 },
    policy: { who: ['agent', 'manager', 'head_office'], scope: 'order' },
    summary: 'Opens an incident for an order',
    params: z.object({ orderId: Id }),
    body: z.object({ kind: IncidentKind, summary: reason }),
    answer: IncidentView,
    example: {
      params: { orderId: 'Zk3vQm0a1bC2dE3fG4hI5j' },
      body: { kind: 'missing_item', summary: 'The soup was missing' },
    },
    handler: async ({ params: { orderId }, body, caller }) =>
      incidentView(await incidents.open({ orderId, ...body, actor: actorOf(caller) }), caller.role),
  }),
  route({
    ...{ method: 'get', path: '/service/incidents', tag, policy: agents },
    summary: 'Incidents in one state, the newest first',
    query: z.object({ status: IncidentStatus.default('open') }),
    answer: z.object({ incidents: z.array(IncidentView) }),
    handler: async ({ query, caller }) => {
      const { outletIds } = caller;
      const asked = outletIds.length > 0 ? outletIds : [undefined];
      const found = await Promise.all(
        asked.map(outletId => incidents.inStatus(query.status, { outletId, limit: 200 })),
      );
      return { incidents: found.flat().map(incident => incidentView(incident, caller.role)) };
    },
  }),
  route({
    ...{ method: 'get', path: '/service/incidents/:incidentId', tag, policy: agents, params },
    summary: 'One incident with its history',
    answer: IncidentView,
    example,
    handler: async ({ params: { incidentId }, caller }) => incidentView(await mine(incidentId, caller), caller.role),
  }),
];
