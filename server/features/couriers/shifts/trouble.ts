/** Trouble on the road: reported, and over again. Who is stuck keeps only what is in the box. */
import type { Actor } from '../../../contract/common.ts';
import type { Courier, Trouble } from '../../../contract/couriers.ts';
import type { Step } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';

type Edit = (id: string, actor: Actor, decide: (courier: Courier) => Step<Courier>) => Promise<Courier>;
type Reported = Omit<Trouble, 'at'>;

export const createTroubles = (edit: Edit, clock: Clock) => ({
  /** The newest report counts, the same one again changes nothing. Throws `conflict` off duty. */
  report: (id: string, trouble: Reported, actor: Actor) =>
    edit(id, actor, ({ status, trouble: held }) => {
      if (status === 'off') throw new Fault('conflict', 'Off duty nobody rides into trouble', { status });
      if (held && isSame(held, trouble)) return null;
      return {
        set: { trouble: { ...trouble, at: clock.now() } },
        facts: [{ name: 'courier.trouble', data: told(trouble) }],
      };
    }),
  /** The trouble is over; none: nothing changes. */
  resolve: (id: string, reason: string, actor: Actor) =>
    edit(id, actor, ({ trouble }) =>
      trouble ? { set: { trouble: null }, facts: [{ name: 'courier.trouble_resolved', data: { reason } }] } : null,
    ),
});

const isSame = (a: Reported, b: Reported) =>
  a.kind === b.kind && a.reason === b.reason && a.orderId === b.orderId && a.stuck === b.stuck;

const told = ({ kind, reason, orderId, stuck }: Reported) => ({
  ...{ kind, reason, stuck },
  ...(orderId ? { orderId } : {}),
});
