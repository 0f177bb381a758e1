/** Every deed of the kitchen as data: the same list makes the HTTP routes and the socket actions. */
import type { z } from 'zod';
import type { Actor } from '../../../contract/common.ts';
import {
  DelayBody,
  DishState,
  RecallBody,
  RejectAnswer,
  RejectBody,
  RestoreBody,
  SoldOutBody,
  StationBody,
  TicketBody,
  TicketView,
} from '../../../contract/kitchen.ts';
import { CancelAnswerBody } from '../../../contract/order-views.ts';
import type { Order } from '../../../contract/orders.ts';
import type { At, Kitchen } from '../service.ts';

/** `on` ticket: the path names the order; outlet: it does not. */
export interface DeedSpec {
  name: string;
  on: 'ticket' | 'outlet';
  summary: string;
  body: z.ZodObject;
  answer: z.ZodType;
  example: Record<string, unknown>;
  run(place: { outletId: string; orderId: string; actor: Actor }, body: unknown): Promise<unknown>;
}
type Show = (order: Order) => TicketView;

/** A deed on one ticket, answered by the ticket as it then is. */
const onTicket = <B extends z.ZodObject>(
  spec: Omit<DeedSpec, 'on' | 'answer' | 'run' | 'body'> & {
    body: B;
    run(at: At, body: z.output<B>): Promise<unknown>;
    answer?: z.ZodType;
  },
): DeedSpec => ({
  answer: TicketView,
  ...spec,
  on: 'ticket',
  run: (place, body) => {
    const asked = body as z.output<B>;
    return spec.run({ ...place, version: (asked as z.output<typeof TicketBody>).version }, asked);
  },
});
const onOutlet = <B extends z.ZodObject>(
  spec: Omit<DeedSpec, 'on' | 'answer' | 'run' | 'body'> & {
    body: B;
    run(place: { outletId: string; actor: Actor }, body: z.output<B>): Promise<unknown>;
  },
): DeedSpec => ({
  ...spec,
  answer: DishState,
  on: 'outlet',
  run: (place, body) => spec.run(place, body as z.output<B>),
});

export const kitchenDeeds = (kitchen: Kitchen, show: Show): DeedSpec[] => [
  ...cookingDeeds(kitchen, show),
  ...troubleDeeds(kitchen, show),
  ...dishDeeds(kitchen),
];

const cookingDeeds = (kitchen: Kitchen, show: Show): DeedSpec[] => [
  onTicket({
    name: 'accept',
    summary: 'The kitchen will cook it',
    body: TicketBody,
    example: {},
    run: async at => show(await kitchen.accept(at)),
  }),
  onTicket({
    name: 'start',
    summary: 'Begins one station, or all that wait; accepts the order if nobody has',
    body: StationBody,
    example: { station: 'wok' },
    run: async (at, { station }) => show(await kitchen.start(at, station)),
  }),
  onTicket({
    name: 'ready',
    summary: 'Calls one station ready, or all; the last one makes the order ready',
    body: StationBody,
    example: { station: 'wok' },
    run: async (at, { station }) => show(await kitchen.ready(at, station)),
  }),
  onTicket({
    name: 'hand_over',
    summary: 'Gives it to its diner at the counter or the table',
    body: TicketBody,
    example: {},
    run: async at => show(await kitchen.handOver(at)),
  }),
];

const troubleDeeds = (kitchen: Kitchen, show: Show): DeedSpec[] => [
  onTicket({
    name: 'recall',
    summary: 'Takes a call of ready back while the meal is still here: one station, or the whole order',
    body: RecallBody,
    example: { reason: 'Soup is missing' },
    run: async (at, body) => show(await kitchen.recall(at, body)),
  }),
  onTicket({
    name: 'delay',
    summary: 'Sets how much later than first promised it will be; what waits begins later, the diner is promised again',
    body: DelayBody,
    example: { delayS: 600, reason: 'The wok is out of gas' },
    run: async (at, body) => show(await kitchen.delay(at, body)),
  }),
  onTicket({
    name: 'reject',
    summary: 'The kitchen will not cook it: another outlet does if one can, else it is rejected',
    body: RejectBody,
    answer: RejectAnswer,
    example: { reason: 'No rice left' },
    run: (at, { reason }) => kitchen.reject(at, reason),
  }),
  onTicket({
    name: 'answer_cancel',
    summary: 'Grants or refuses the open cancel request; granting it cancels the order',
    body: TicketBody.extend(CancelAnswerBody.shape),
    example: { answer: 'refused' },
    run: async (at, { answer }) => show(await kitchen.answerCancel(at, answer)),
  }),
];

const dishDeeds = (kitchen: Kitchen): DeedSpec[] => [
  onOutlet({
    name: 'sold_out',
    summary: '"86": nothing more of a dish is sold here on any channel, until then or until it is restored',
    body: SoldOutBody,
    example: { dishId: 'beef-noodles', until: null },
    run: (place, { dishId, until }) => kitchen.soldOut({ ...place, dishId }, until),
  }),
  onOutlet({
    name: 'restore',
    summary: 'A dish is sold here again',
    body: RestoreBody,
    example: { dishId: 'beef-noodles' },
    run: (place, { dishId }) => kitchen.restore({ ...place, dishId }),
  }),
];
