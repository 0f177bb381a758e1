/** HTTP of the chain's menu: as it stands, as a file, what costs something else elsewhere, and items nobody has mapped. */
import { z } from 'zod';
import { actorOf } from '../../../contract/access.ts';
import { MappingTask, Menu, MenuBody, MenuTaken, ParityLine } from '../../../contract/catalog.ts';
import { Id } from '../../../contract/common.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import { maxChars } from '../menus/yaml.ts';
import type { Catalog } from '../service.ts';

const tag = 'Catalog';
/** The chain's own things name no outlet, so they ask for the whole chain. */
const office = { who: ['head_office'] as const, scope: 'outlet' as const };
const mappers = { who: ['head_office', 'agent'] as const, scope: 'outlet' as const };
const readers = { who: ['head_office', 'manager', 'agent'] as const, scope: 'none' as const };
const MenuAnswer = Menu.omit({ id: true, seed: true, log: true });
const exampleMenu = {
  categories: [{ id: 'noodles', name: 'Noodles' }],
  dishes: [{ id: 'beef-noodles', name: '牛肉面', categoryId: 'noodles', station: 'wok', cookS: 240, priceFen: 3200 }],
};
const nothing: MenuTaken = { outlets: [], stock: [] };
const exampleFile = 'categories: [{ id: noodles, name: Noodles }]\ndishes: []\n';

export const menuRoutes = (catalog: Catalog): Route[] => [...chainRoutes(catalog), ...mappingRoutes(catalog)];

function chainRoutes(catalog: Catalog): Route[] {
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
      ...{ method: 'get', path: '/menu/file', tag, policy: office },
      summary:
        'The menu as a YAML file; with its version as If-Match it comes back only where nobody has changed the menu since',
      answer: z.object({ text: z.string(), version: z.number().int() }),
      handler: () => catalog.exportMenu(),
    }),
    route({
      ...{ method: 'put', path: '/menu/file', tag, policy: office },
      summary:
        'Takes over a YAML menu file: the whole menu; outlets left out stay as they are, outlets given are all that differ, counts only where given. A mistake names its line and column and changes nothing',
      body: z.object({ text: z.string().max(maxChars), name: z.string().max(200).default('menu.yaml') }),
      answer: MenuAnswer.extend({ replaced: MenuTaken }),
      example: { body: { text: exampleFile } },
      current: (held: Menu) => ({ ...held, replaced: nothing }),
      handler: ({ body, caller, seen }) => catalog.importMenu(body.text, body.name, { actor: actorOf(caller), seen }),
    }),
    route({
      ...{ method: 'get', path: '/menu/parity', tag, policy: office },
      summary: 'Dishes that cost something else on a channel than in the own app, the largest difference first',
      answer: z.object({ lines: z.array(ParityLine) }),
      handler: () => ({ lines: catalog.parity() }),
    }),
  ];
}

function mappingRoutes(catalog: Catalog): Route[] {
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
