/** A dispatcher's word: pin, ban, take off, and the order of stops; kept with its author, obeyed by every plan. */
import type { Actor } from '../../../contract/common.ts';
import type { Override } from '../../../contract/decisions.ts';
import type { NewFact } from '../../../contract/facts.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Book } from '../planning/book.ts';
import type { OpenOrder } from '../rules/types.ts';
import type { DispatchStore } from '../store.ts';
import { createLifting } from './lifting.ts';
import { createLocks } from './locks.ts';
import { createSpoken } from './spoken.ts';
import { createOverrideTending, without } from './tending.ts';

export interface Word {
  orderId: string;
  courierId: string;
  by: Actor;
  reason: string;
}
interface Needs {
  store: DispatchStore;
  routes: RouteBook;
  book: Book;
  couriers: Pick<Couriers, 'get' | 'known'>;
  clock: Clock;
}

export function createOverrides({ store, routes, book, couriers, clock }: Needs) {
  const held = new Map<string, Override>();
  const loading = new Map<string, Promise<void>>();

  const put = (override: Override) => {
    if ((held.get(override.id)?.version ?? 0) < override.version) held.set(override.id, override);
  };
  const load = async (region: string) => {
    for (const override of await store.overridesIn(region)) put(override);
  };
  const { openOrder, needCourier, notInBox } = createSpoken({ routes, book, couriers });
  const edit = async (
    order: OpenOrder,
    by: Actor,
    decide: (doc: Override) => { set: Partial<Override>; fact: NewFact },
  ) => {
    const region = book.outlet(order.outletId)?.region ?? 'city';
    await store.overrides.insert({ id: order.id, version: 1, region, pin: null, bans: [], log: [] });
    const changed = await change(store.overrides, order.id, {
      decide: doc => {
        const { set, fact } = decide(doc);
        return { set, facts: [fact] };
      },
      stamp: { at: clock.now(), actor: by },
    });
    put(changed);
    return changed;
  };
  /** Takes the order off every route it is on, except `keep`'s. */
  const takeOff = async (orderId: string, by: Actor, keep: string | null = null) => {
    for (const { id } of routes.of(orderId))
      if (id !== keep) await routes.edit(id, route => without(route, orderId), { actor: by, cause: 'override' });
  };

  const pin = async ({ orderId, courierId, by, reason }: Word) => {
    const order = await openOrder(orderId);
    notInBox(order);
    await needCourier(order, courierId);
    const pinned = { courierId, by, at: clock.now(), reason };
    const fact = { name: 'order.pinned', data: { orderId, courierId, reason } } as const;
    const doc = await edit(order, by, ({ bans }) => ({
      set: { pin: pinned, bans: bans.filter(ban => ban.courierId !== courierId) },
      fact,
    }));
    await takeOff(orderId, by, courierId);
    return doc;
  };
  const ban = async (
    { orderId, courierId, by, reason }: Word,
    name: 'order.banned' | 'order.unassigned' | 'order.declined' = 'order.banned',
  ) => {
    const order = await openOrder(orderId);
    notInBox(order);
    const banned = { courierId, by, at: clock.now(), reason };
    const doc = await edit(order, by, ({ bans, pin: pinned }) => ({
      set: {
        bans: [...bans.filter(it => it.courierId !== courierId), banned],
        pin: pinned?.courierId === courierId ? null : pinned,
      },
      fact: { name, data: { orderId, courierId, reason } },
    }));
    if (routes.of(orderId).some(({ id }) => id === courierId)) await takeOff(orderId, by);
    return doc;
  };
  /** A courier's no: back to the pool, and never again to whoever said it. */
  const decline = async (word: Word) => {
    if (!routes.of(word.orderId).some(({ id }) => id === word.courierId))
      throw new Fault('conflict', 'This order is not on the route of this courier', { orderId: word.orderId });
    return ban(word, 'order.declined');
  };
  /** Back to the pool, and not to the same courier again. */
  const unassign = async ({ orderId, by, reason }: Omit<Word, 'courierId'>) => {
    const order = await openOrder(orderId);
    const courierId = routes.of(orderId)[0]?.id ?? order.leg.courierId;
    if (!courierId) throw new Fault('conflict', 'Nobody has this order', { orderId });
    return ban({ orderId, courierId, by, reason }, 'order.unassigned');
  };
  const lifting = createLifting({ store, clock, put });
  return {
    put,
    of: (orderId: string) => held.get(orderId) ?? null,
    ready: (region: string) => {
      const known = loading.get(region) ?? load(region);
      loading.set(region, known);
      return known;
    },
    pin,
    ban,
    decline,
    unassign,
    all: () => [...held.values()],
    ...lifting,
    ...createLocks({ routes, store, clock }),
    ...createOverrideTending({ held, store, routes, book, couriers, unpin: lifting.unpin }),
  };
}
export type Overrides = ReturnType<typeof createOverrides>;
