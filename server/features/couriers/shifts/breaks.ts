/** Breaks: nothing new is given until one is over; what is in the box is delivered first, what is not goes to others. */
import type { Actor } from '../../../contract/common.ts';
import type { Courier } from '../../../contract/couriers.ts';
import type { Step } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';

type Edit = (id: string, actor: Actor, decide: (courier: Courier) => Step<Courier>) => Promise<Courier>;

export const createBreaks = (edit: Edit, clock: Clock) => ({
  /** Begins a break of so many minutes, or gives the one under way another end. Throws `conflict` off shift. */
  startBreak: (id: string, minutes: number, actor: Actor) =>
    edit(id, actor, ({ status }) => {
      if (status !== 'on') throw new Fault('conflict', 'Only on shift is there anything to rest from', { status });
      const until = new Date(clock.now().getTime() + minutes * 60_000);
      return { set: { breakUntil: until }, facts: [{ name: 'courier.break_started', data: { until } }] };
    }),
  /** Back at work; not on a break: nothing changes. */
  endBreak: (id: string, actor: Actor) =>
    edit(id, actor, ({ breakUntil }) =>
      breakUntil ? { set: { breakUntil: null }, facts: [{ name: 'courier.break_ended', data: {} }] } : null,
    ),
});
