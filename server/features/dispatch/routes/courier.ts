/** HTTP of a courier's route: the sheet, and what the courier says about its stops. */
import { z } from 'zod';
import { actorOf } from '../../../contract/access.ts';
import { Id, Instant } from '../../../contract/common.ts';
import { RouteView } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import { ownRoute, ownStops } from '../live.ts';
import type { Overrides } from '../overrides/overrides.ts';
import type { Book } from '../planning/book.ts';
import { presentRoute } from '../rules/present.ts';
import type { Confirmations } from '../service.ts';

const tag = 'Dispatch';
const params = z.object({ courierId: Id });
const example = { params: { courierId: 'rider-1', orderId: 'order-1' }, body: {} };

export interface CourierNeeds {
  confirmations: Confirmations;
  book: Book;
  clock: Clock;
  acknowledged(courierId: string, version: number): Promise<void>;
  overrides: Pick<Overrides, 'decline'>;
  /** Plans the region of the courier soon. */
  replan(region: string): Promise<unknown>;
}

export function courierRoutes(needs: CourierNeeds): Route[] {
  const { confirmations, book, clock, acknowledged } = needs;
  const sheet = async (courierId: string) => {
    const held = await confirmations.routeOf(courierId);
    await book.learn(held.stops.map(({ orderId }) => orderId));
    return presentRoute(held, book.get, clock.now());
  };
  return [
    route({
      method: 'get',
      path: '/couriers/:courierId/route',
      tag,
      summary: "A courier's route with addresses and products; the diner's phone only while the food is in the box",
      policy: ownRoute,
      params,
      answer: RouteView,
      handler: ({ params: { courierId } }) => sheet(courierId),
    }),
    route({
      method: 'get',
      path: '/routes/mine',
      tag,
      summary: "The calling courier's own route",
      policy: { who: ['courier'], scope: 'self' },
      answer: RouteView,
      handler: ({ caller }) => sheet(caller.id),
    }),
    route({
      method: 'post',
      path: '/couriers/:courierId/route/acknowledge',
      tag,
      summary: 'The courier has seen this version of the route',
      policy: ownStops,
      params,
      body: z.object({ version: z.number().int().min(0) }),
      answer: RouteView,
      example: { params: { courierId: 'rider-1' }, body: { version: 1 } },
      async handler({ params: { courierId }, body }) {
        await confirmations.routeOf(courierId);
        await acknowledged(courierId, body.version);
        return sheet(courierId);
      },
    }),
    ...(['arrive', 'collect', 'deliver'] as const).map(what => confirmation(what, needs)),
    declining(needs, sheet),
  ];
}

const declining = (
  { overrides, confirmations, replan }: CourierNeeds,
  sheet: (courierId: string) => Promise<z.infer<typeof RouteView>>,
): Route =>
  route({
    method: 'post',
    path: '/couriers/:courierId/stops/:orderId/decline',
    tag,
    summary:
      'The courier will not take this order: it goes to others, and not to this courier again; the reason is kept',
    policy: ownStops,
    params: z.object({ courierId: Id, orderId: Id }),
    body: z.object({ reason: z.string().min(1).max(500) }),
    answer: RouteView,
    example: { ...example, body: { reason: 'the box is full' } },
    async handler({ params: ids, body, caller }) {
      const { region } = await confirmations.routeOf(ids.courierId);
      await overrides.decline({ ...ids, by: actorOf(caller), reason: body.reason });
      await replan(region);
      return sheet(ids.courierId);
    },
  });

const summaries = {
  arrive: 'Arrived at the next stop; everything to do at that place arrives with it',
  collect:
    'The food is in the box; refused until the kitchen has called it ready. `at`: when, if the phone was offline',
  deliver: 'The food is handed over; saying it twice is saying it once. `at`: when, if the phone was offline',
};

const confirmation = (what: keyof typeof summaries, { confirmations, book, clock }: CourierNeeds): Route =>
  route({
    method: 'post',
    path: `/couriers/:courierId/stops/:orderId/${what}`,
    tag,
    summary: summaries[what],
    policy: ownStops,
    params: z.object({ courierId: Id, orderId: Id }),
    body: z.object({ at: Instant.optional() }),
    answer: RouteView,
    example,
    async handler({ params: ids, body, caller }) {
      const said = { ...ids, at: body.at, actor: actorOf(caller) };
      const done = what === 'arrive' ? confirmations.arrive(said, 'courier') : confirmations[what](said);
      return presentRoute(await done, book.get, clock.now());
    },
  });
