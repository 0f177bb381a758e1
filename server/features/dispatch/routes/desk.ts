/** HTTP of the dispatcher's desk: plans, decisions, overrides, regions. */
import { z } from 'zod';
import { actorOf } from '../../../contract/access.ts';
import { Id } from '../../../contract/common.ts';
import { Decision } from '../../../contract/decisions.ts';
import { DispatchStats, Region, RouteWishes, TravelSettings } from '../../../contract/regions.ts';
import { MapRoute } from '../../../contract/routes.ts';
import { Fault } from '../../../infra/faults.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { DecisionLog } from '../decisions/log.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import { chainDispatchers, courierDispatchers, decisionDispatchers, dispatchers } from '../live.ts';
import type { Regions } from '../planning/regions.ts';
import { presentOnMap } from '../rules/present.ts';
import { type WordNeeds, wordRoutes } from './words.ts';

const tag = 'Dispatch';
const inRegion = z.object({ region: z.string().min(1).max(64) });
const ofCourier = z.object({ courierId: Id });
const reason = z.string().min(1).max(500);
const RegionAnswer = Region.omit({ log: true });

export interface DeskNeeds extends WordNeeds {
  regions: Regions;
  routes: RouteBook;
  decisions: DecisionLog;
  stats(): z.infer<typeof DispatchStats>;
  /** Some outlet or somebody on duty is in this region. */
  isThere(region: string): boolean;
}

export const deskRoutes = (needs: DeskNeeds): Route[] => [...reading(needs), ...wordRoutes(needs), ...arranging(needs)];

function reading({ regions, routes, decisions, stats }: DeskNeeds): Route[] {
  return [
    route({
      method: 'get',
      path: '/dispatch/plan',
      tag,
      summary: "A region's last plan, what it could not place, and every route",
      policy: dispatchers,
      query: inRegion,
      answer: z.object({ region: RegionAnswer, routes: z.array(MapRoute) }),
      example: { query: { region: 'city' } },
      handler: async ({ query }) => ({
        region: await regions.get(query.region),
        routes: routes
          .inRegion(query.region)
          .filter(({ stops }) => stops.length > 0)
          .map(presentOnMap),
      }),
    }),
    route({
      method: 'get',
      path: '/dispatch/stats',
      tag,
      summary:
        'Since this process started: its decisions, the wall milliseconds they took, changes of shown stops by region',
      policy: chainDispatchers,
      answer: DispatchStats,
      handler: () => stats(),
    }),
    route({
      method: 'get',
      path: '/dispatch/decisions',
      tag,
      summary: 'The newest decisions of a region',
      policy: dispatchers,
      query: inRegion,
      answer: z.object({ decisions: z.array(Decision) }),
      example: { query: { region: 'city' } },
      handler: async ({ query }) => ({ decisions: await decisions.newest(query.region) }),
    }),
    route({
      method: 'get',
      path: '/dispatch/decisions/:decisionId',
      tag,
      summary: 'Why an order went to a courier: candidates, cost terms, runner-up and margin',
      policy: decisionDispatchers,
      params: z.object({ decisionId: Id }),
      answer: Decision,
      handler: ({ params }) => decisions.get(params.decisionId),
    }),
  ];
}

function arranging({ overrides, regions, replan, isThere }: DeskNeeds): Route[] {
  const Stops = z.array(z.object({ orderId: Id, kind: z.enum(['collect', 'deliver']) })).min(1);
  return [
    route({
      method: 'post',
      path: '/dispatch/couriers/:courierId/sequence',
      tag,
      summary: "A courier's stops in this order; planners leave the route alone until it is worked off",
      policy: courierDispatchers,
      params: ofCourier,
      body: z.object({ stops: Stops, reason }),
      answer: MapRoute,
      example: {
        params: { courierId: 'rider-1' },
        body: { stops: [{ orderId: 'order-1', kind: 'deliver' }], reason: 'The diner is waiting outside' },
      },
      handler: async ({ params, body, caller }) =>
        presentOnMap(
          await overrides.sequence(params.courierId, body.stops, { by: actorOf(caller), reason: body.reason }),
        ),
    }),
    route({
      method: 'post',
      path: '/dispatch/couriers/:courierId/unlock',
      tag,
      summary: 'Gives the route back to the planner',
      policy: courierDispatchers,
      params: ofCourier,
      answer: MapRoute,
      example: { params: { courierId: 'rider-1' } },
      handler: async ({ params, caller }) => presentOnMap(await overrides.unlock(params.courierId, actorOf(caller))),
    }),
    route({
      method: 'put',
      path: '/dispatch/regions/:region',
      tag,
      summary: 'How a region is ridden: speed, detour and service times',
      policy: dispatchers,
      params: inRegion,
      body: TravelSettings,
      answer: RegionAnswer,
      example: {
        params: { region: 'city' },
        body: { speedMPerMin: 300, detour: 1.3, collectS: 120, deliverS: 150 },
      },
      current: (held: Region) => held,
      handler: ({ params, body, seen }) => regions.set(params.region, body, seen),
    }),
    route({
      method: 'put',
      path: '/dispatch/regions/:region/wishes',
      tag,
      summary: 'What a region wants of its routes: heat, lateness, road, even earnings, overtime, calm',
      policy: { who: ['head_office'], scope: 'region' },
      params: inRegion,
      body: RouteWishes,
      answer: RegionAnswer,
      example: { params: { region: 'city' }, body: { hotMin: 15, coldMin: 35, gainS: 180 } },
      current: (held: Region) => held,
      handler: ({ params, body, seen }) => regions.wish(params.region, body, seen),
    }),
    route({
      method: 'post',
      path: '/dispatch/regions/:region/replan',
      tag,
      summary: 'Plans the region now',
      policy: dispatchers,
      params: inRegion,
      answer: RegionAnswer,
      example: { params: { region: 'city' } },
      async handler({ params: { region } }) {
        if (!isThere(region)) throw new Fault('not_found', 'There is no such region', { field: 'region', region });
        await replan(region);
        return regions.get(region);
      },
    }),
  ];
}
