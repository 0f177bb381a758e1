/** HTTP and socket of anticipation: what a region expects, and a courier's word on where to wait. */
import { z } from 'zod';
import { Id } from '../../../contract/common.ts';
import { DemandView } from '../../../contract/regions.ts';
import { RouteView } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import { type Action, action } from '../../../infra/live/view.ts';
import { dispatchers, ownStops } from '../live.ts';
import type { Book } from '../planning/book.ts';
import { presentRoute } from '../rules/present.ts';
import type { Hints } from './hints.ts';

const Answer = z.enum(['accepted', 'refused']);
const summary = 'The courier goes to wait where the hint says, or will not; it binds nobody';

interface Needs {
  hints: Hints;
  book: Pick<Book, 'get'>;
  clock: Clock;
}
const said = ({ hints, book, clock }: Needs, courierId: string, answer: z.infer<typeof Answer>) =>
  hints
    .answer(courierId, answer, { kind: 'courier', id: courierId })
    .then(held => presentRoute(held, book.get, clock.now()));

export const demandRoutes = (needs: Needs): Route[] => [
  route({
    method: 'get',
    path: '/dispatch/demand',
    tag: 'Dispatch',
    summary: 'Orders an hour a region expects by area in the next half hour, and who is asked to wait where',
    policy: dispatchers,
    query: z.object({ region: z.string().min(1).max(64) }),
    answer: DemandView,
    example: { query: { region: 'city' } },
    handler: ({ query }) => needs.hints.view(query.region),
  }),
  route({
    method: 'post',
    path: '/couriers/:courierId/hint',
    tag: 'Dispatch',
    summary,
    policy: ownStops,
    params: z.object({ courierId: Id }),
    body: z.object({ answer: Answer }),
    answer: RouteView,
    example: { params: { courierId: 'rider-1' }, body: { answer: 'accepted' } },
    handler: ({ params, body }) => said(needs, params.courierId, body.answer),
  }),
];

export const demandActions = (needs: Needs): Action[] => [
  action({
    name: 'courier.hint',
    summary,
    policy: ownStops,
    params: ({ courierId }) => ({ courierId }),
    body: z.object({ courierId: Id, answer: Answer }),
    answer: RouteView,
    handler: ({ body }) => said(needs, body.courierId, body.answer),
  }),
];
