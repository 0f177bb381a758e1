/** Items of channels that no dish of ours answers to: cooked from their text meanwhile, and a task to map them once and for all. */
import { createHash } from 'node:crypto';
import type { MappingTask } from '../../../contract/catalog.ts';
import type { Actor } from '../../../contract/common.ts';
import type { Order } from '../../../contract/orders.ts';
import { begin, change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { CatalogStore } from '../store.ts';
import type { Menus } from './menus.ts';

type UnmappedOrder = Pick<Order, 'channel' | 'lines'>;
const taskId = (channel: string, item: string) =>
  createHash('sha256').update(`${channel}|${item}`).digest('base64url').slice(0, 22);

export function createMapping({ store, menus, clock }: { store: CatalogStore; menus: Menus; clock: Clock }) {
  const open = async (channel: string, line: Order['lines'][number]) => {
    const at = clock.now();
    await store.tasks.insert({
      id: taskId(channel, line.externalDishId ?? line.name),
      version: 1,
      channel,
      externalDishId: line.externalDishId ?? null,
      name: line.name,
      status: 'open',
      dishId: null,
      openedAt: at,
      log: begin([{ name: 'item.unmapped', data: { channel, name: line.name } }], { at }),
    });
  };
  return {
    /** One task per channel's item, however many orders name it. */
    async noteUnmapped({ channel, lines }: UnmappedOrder): Promise<void> {
      for (const line of lines) if (line.dishId === null) await open(channel, line);
    },
    tasks: (status: MappingTask['status'], limit: number) => store.tasks.withStatus(status, limit),
    /** From now on the channel's item is this dish. An item the channel never numbered is only ticked off. */
    async map(id: string, dishId: string, actor: Actor): Promise<MappingTask> {
      if (!menus.index().dishes.has(dishId)) throw new Fault('not_found', `There is no dish ${dishId}`, { dishId });
      const task = await store.tasks.get(id);
      if (!task) throw new Fault('not_found', 'There is no such task', { taskId: id });
      const { externalDishId, channel } = task;
      if (externalDishId !== null)
        await menus.edit(
          menu => ({ ...menu, dishes: mapped(menu.dishes, { dishId, channel, externalDishId }) }),
          actor,
        );
      return change(store.tasks, id, {
        decide: now =>
          now.status === 'done' && now.dishId === dishId
            ? null
            : { set: { status: 'done', dishId }, facts: [{ name: 'item.mapped', data: { dishId } }] },
        stamp: { at: clock.now(), actor },
      });
    },
  };
}

type Dishes = ReturnType<Menus['index']>['menu']['dishes'];
const mapped = (
  dishes: Dishes,
  { dishId, channel, externalDishId }: Record<'dishId' | 'channel' | 'externalDishId', string>,
) =>
  dishes.map(dish =>
    dish.id === dishId ? { ...dish, external: { ...dish.external, [channel]: externalDishId } } : dish,
  );
