/** Items of channels that no dish of ours answers to: cooked from their text meanwhile, and a task to map them once and for all. */
import { createHash } from 'node:crypto';
import type { MappingTask } from '../../../contract/catalog.ts';
import type { Actor } from '../../../contract/common.ts';
import type { NewFact } from '../../../contract/facts.ts';
import type { Order } from '../../../contract/orders.ts';
import { begin, change, type Step } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import { dishOf } from '../rules/menu.ts';
import { named } from '../rules/names.ts';
import type { CatalogStore } from '../store.ts';
import type { Menus } from './menus.ts';

type Line = Order['lines'][number];
type UnmappedOrder = Pick<Order, 'channel' | 'lines'>;
const taskId = (channel: string, item: string) =>
  createHash('sha256').update(`${channel}|${item}`).digest('base64url').slice(0, 22);

export function createMapping({ store, menus, clock }: { store: CatalogStore; menus: Menus; clock: Clock }) {
  const isMapped = (channel: string, externalDishId: string) =>
    dishOf(menus.index(), { externalDishId }, channel) !== undefined;
  const begun = (channel: string, { name, externalDishId }: Line): MappingTask => {
    const at = clock.now();
    return {
      ...{
        id: taskId(channel, externalDishId ?? name),
        version: 1,
        channel,
        externalDishId: externalDishId ?? null,
        name,
      },
      ...{ status: 'open', dishId: null, openedAt: at },
      log: begin([{ name: 'item.unmapped', data: { channel, name } }], { at }),
    };
  };
  /** Its item has lost its dish: the task is to be done again. */
  const reopen = ({ id, openedAt, channel, name }: MappingTask) =>
    change(store.tasks, id, {
      decide: ({ status }): Step<MappingTask> => {
        if (status === 'open') return null;
        const facts: NewFact[] = [{ name: 'item.unmapped', data: { channel, name } }];
        return { set: { status: 'open', dishId: null, openedAt }, facts };
      },
      stamp: { at: openedAt },
    });
  /** An item without a number cannot be mapped, and once ticked off it stays so. */
  const open = async (channel: string, line: Line) => {
    const { externalDishId } = line;
    // An order from before the mapping is looked at again after a start.
    if (externalDishId !== undefined && isMapped(channel, externalDishId)) return;
    const task = begun(channel, line);
    const stored = await store.tasks.insert(task);
    if (stored.inserted || stored.existing.status === 'open' || externalDishId === undefined) return;
    // Another process may have mapped it a moment ago.
    await menus.load();
    if (!isMapped(channel, externalDishId)) await reopen(task);
  };
  return {
    /** One task per channel's item, however many orders name it. */
    async noteUnmapped({ channel, lines }: UnmappedOrder): Promise<void> {
      for (const line of lines) if (line.dishId === null) await open(channel, line);
    },
    tasks: (status: MappingTask['status'], limit: number) => store.tasks.withStatus(status, limit),
    /** From now on the channel's item is this dish and no other. An item the channel never numbered is only ticked off. */
    async map(id: string, dishId: string, actor: Actor): Promise<MappingTask> {
      if (!menus.index().dishes.has(dishId)) throw new Fault('not_found', `There is no dish ${dishId}`, { dishId });
      const task = await store.tasks.get(id);
      if (!task) throw new Fault('not_found', 'There is no such task', { taskId: id });
      const { externalDishId, channel } = task;
      if (externalDishId !== null)
        await menus.edit(menu => ({ ...menu, dishes: named(menu.dishes, { dishId, channel, externalDishId }) }), actor);
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
