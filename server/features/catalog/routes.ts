/** HTTP of the catalog: the menu and its file, prices and stock per outlet, baskets, unmapped items. */
import { z } from 'zod';
import {
  Basket,
  BoardView,
  MappingTask,
  Menu,
  MenuBody,
  MenuTaken,
  type OutletMenu,
  OutletMenuBody,
  ParityLine,
  Priced,
  ShownMenu,
} from '../../contract/catalog.ts';
import { Id } from '../../contract/common.ts';
import type { Clock } from '../../infra/clock.ts';
import { type Route, route } from '../../infra/http/route.ts';
import { boardView } from './live.ts';
import { maxChars } from './menus/yaml.ts';
import { actorOf } from './rules/actor.ts';
import type { Catalog } from './service.ts';

export interface RouteNeeds {
  catalog: Catalog;
  clock: Clock;
  /** An outlet's time zone; throws not_found for an outlet nobody knows. */
  zoneOf: (outletId: string) => string;
}
const tag = 'Catalog';
/** The chain's own things name no outlet, so they ask for the whole chain. */
const office = { who: ['head_office'] as const, scope: 'outlet' as const };
const mappers = { who: ['head_office', 'agent'] as const, scope: 'outlet' as const };
const readers = { who: ['head_office', 'manager', 'agent'] as const, scope: 'none' as const };
const outletStaff = { who: ['head_office', 'manager'] as const, scope: 'outlet' as const };
const atOutlet = { who: ['head_office', 'manager', 'agent', 'kitchen'] as const, scope: 'outlet' as const };
const outlet = z.object({ outletId: Id });
const MenuAnswer = Menu.omit({ id: true, seed: true, log: true });
const exampleMenu = {
  categories: [{ id: 'noodles', name: 'Noodles' }],
  dishes: [{ id: 'beef-noodles', name: '牛肉面', categoryId: 'noodles', station: 'wok', cookS: 240, priceFen: 3200 }],
};
const exampleFile = 'categories: [{ id: noodles, name: Noodles }]\ndishes: []\n';

export const catalogRoutes = (needs: RouteNeeds): Route[] => [
  ...menuRoutes(needs),
  ...outletRoutes(needs),
  ...mappingRoutes(needs),
];

function menuRoutes({ catalog }: RouteNeeds): Route[] {
  const current = () => catalog.index().menu;
  return [
    route({
      ...{ method: 'get', path: '/menu', tag, summary: "The chain's menu", policy: readers },
      answer: MenuAnswer,
      handler: () => current(),
    }),
    route({
      ...{ method: 'put', path: '/menu', tag, summary: 'Replaces the menu', policy: office },
      body: MenuBody,
      answer: MenuAnswer,
      example: { body: exampleMenu },
      current: (held: Menu) => held,
      handler: ({ body, caller, seen }) => catalog.setMenu(body, actorOf(caller), seen),
    }),
    route({
      ...{ method: 'get', path: '/menu/file', tag, summary: 'The menu as a YAML file', policy: office },
      answer: z.object({ text: z.string() }),
      handler: () => ({ text: catalog.exportMenu() }),
    }),
    route({
      ...{ method: 'put', path: '/menu/file', tag, policy: office },
      summary:
        'Takes over a YAML menu file: the whole menu; outlets left out stay as they are, outlets given are all that differ, counts only where given. A mistake names its line and column and changes nothing',
      body: z.object({ text: z.string().max(maxChars), name: z.string().max(200).default('menu.yaml') }),
      answer: MenuAnswer.extend({ replaced: MenuTaken }),
      example: { body: { text: exampleFile } },
      handler: ({ body, caller }) => catalog.importMenu(body.text, body.name, actorOf(caller)),
    }),
    route({
      ...{ method: 'get', path: '/menu/parity', tag, policy: office },
      summary: 'Dishes that cost something else on a channel than in the own app, the largest difference first',
      answer: z.object({ lines: z.array(ParityLine) }),
      handler: () => ({ lines: catalog.parity() }),
    }),
  ];
}

function outletRoutes({ catalog, clock, zoneOf }: RouteNeeds): Route[] {
  const counter = (outletId: string, channel: string) => ({ channel, at: clock.now(), zone: zoneOf(outletId) });
  return [
    route({
      ...{ method: 'get', path: '/outlets/:outletId/menu', tag, policy: atOutlet },
      summary: 'What the outlet sells now on a channel, with prices and what is left',
      params: outlet,
      query: z.object({ channel: z.string().min(1).max(40).default('app') }),
      answer: ShownMenu,
      handler: ({ params: { outletId }, query }) => catalog.selling(outletId, counter(outletId, query.channel)),
    }),
    route({
      ...{ method: 'put', path: '/outlets/:outletId/menu', tag, policy: outletStaff },
      summary:
        'What the outlet does differently: prices by dish and channel, dishes it does not sell; each is on the menu, or was when it was named first',
      params: outlet,
      body: OutletMenuBody,
      answer: OutletMenuBody.extend({ version: z.number().int() }),
      example: { params: { outletId: 'outlet-1' }, body: { prices: { 'beef-noodles': { '*': 3400 } }, off: [] } },
      current: (own: OutletMenu) => own,
      handler: ({ params: { outletId }, body, caller, seen }) => {
        zoneOf(outletId);
        return catalog.setOutletMenu(outletId, body, { actor: actorOf(caller), seen });
      },
    }),
    route({
      ...{ method: 'put', path: '/outlets/:outletId/stock/:dishId', tag, policy: outletStaff },
      summary: 'How many portions are left; null: not limited',
      params: outlet.extend({ dishId: Id }),
      body: z.object({ left: z.number().int().min(0).max(1_000_000).nullable() }),
      answer: BoardView,
      example: { params: { outletId: 'outlet-1', dishId: 'beef-noodles' }, body: { left: 20 } },
      handler: async ({ params, body, caller }) => {
        zoneOf(params.outletId);
        return boardView(await catalog.setStock(params, body.left, actorOf(caller)));
      },
    }),
    route({
      ...{ method: 'post', path: '/outlets/:outletId/price', tag, policy: atOutlet },
      summary: 'What a basket costs here and now; problems and differences to what was shown are data',
      params: outlet,
      body: Basket.extend({ channel: z.string().min(1).max(40).default('app') }),
      answer: Priced,
      idempotent: false,
      example: {
        params: { outletId: 'outlet-1' },
        body: { kind: 'pickup', lines: [{ dishId: 'beef-noodles', quantity: 2 }], shown: { totalFen: 6400 } },
      },
      handler: ({ params: { outletId }, body: { channel, ...basket } }) =>
        catalog.price(basket, { outletId, ...counter(outletId, channel) }),
    }),
  ];
}

function mappingRoutes({ catalog }: RouteNeeds): Route[] {
  return [
    route({
      ...{ method: 'get', path: '/menu/mapping-tasks', tag, policy: readers },
      summary: "Channels' items that no dish answers to; orders are cooked from their text meanwhile",
      query: z.object({ status: z.enum(['open', 'done']).default('open') }),
      answer: z.object({ tasks: z.array(MappingTask.omit({ log: true })) }),
      handler: async ({ query }) => ({ tasks: await catalog.tasks(query.status, 200) }),
    }),
    route({
      ...{ method: 'post', path: '/menu/mapping-tasks/:taskId/map', tag, policy: mappers },
      summary: "From now on the channel's item is this dish",
      params: z.object({ taskId: Id }),
      body: z.object({ dishId: Id }),
      answer: MappingTask.omit({ log: true }),
      example: { params: { taskId: 'Zk3vQm0a1bC2dE3fG4hI5j' }, body: { dishId: 'beef-noodles' } },
      handler: ({ params, body, caller }) => catalog.map(params.taskId, body.dishId, actorOf(caller)),
    }),
  ];
}
