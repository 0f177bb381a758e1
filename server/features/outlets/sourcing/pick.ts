/** Chooses an outlet on the boards in memory and holds its place with one write; refused by a race, the next best is asked. */
import type { Order, OrderLine } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Ask, Catalog, Held } from '../../catalog/index.ts';
import type { Directory } from '../houses/directory.ts';
import { type Choice, chooseOutlet, weighNamed } from '../rules/choose.ts';
import type { Known } from '../rules/known.ts';
import { sharesOf } from '../rules/timing.ts';
import type { Asked, Weighed } from '../rules/weigh.ts';
import { townWay, type Way } from '../rules/zones.ts';
import { createLooking, type Need } from './boards.ts';

/** What is known of an order when an outlet is looked for. */
export type Wanted = Pick<Order, 'id' | 'kind' | 'deliveredBy' | 'dropOff' | 'wantedAt' | 'lines'>;

/** `named`: only this one; `nobody`: why none may be asked; `force`: it cooks it whatever its board says; `refused`: outlet → why it is out of the question. */
export interface PickHow {
  named: string | null;
  nobody?: string;
  force?: boolean;
  refused?: ReadonlyMap<string, string>;
}
export type Picked =
  | { ok: true; weighed: Weighed; held: Extract<Held, { ok: true }>; choice: Choice; stored: Promise<boolean> }
  | { ok: false; choice: Choice };

/** A race lost this often in a row: the order waits for the clock. */
const tries = 4;
const nobody = (reason: string): Choice => ({ best: null, reason, candidates: [] });

interface Needs {
  directory: Directory;
  catalog: Pick<Catalog, 'boards' | 'menus'>;
  clock: Clock;
  /** How our own couriers ride a region now. */
  wayOf(region: string): Way;
}

export function createPicking({ directory, catalog, clock, wayOf }: Needs) {
  const looking = createLooking({ ...catalog, clock });

  /** The outlets to choose from, or why there is no choice. */
  const choiceOf = (wanted: Wanted, named: string | null): readonly Known[] | string => {
    if (named !== null) {
      const one = directory.known(named);
      return one ? [one] : 'unknown_outlet';
    }
    if (!wanted.dropOff) return 'no_place';
    return isOurRide(wanted) ? directory.delivering(wanted.dropOff.point) : directory.near(wanted.dropOff.point);
  };
  const choose = (
    wanted: Wanted,
    need: Need,
    { named, nobody: why, force = false, refused = none }: PickHow,
  ): Choice => {
    const outlets = why ?? choiceOf(wanted, named);
    if (typeof outlets === 'string') return nobody(outlets);
    const asked = { ...askedOf(wanted, clock.now(), refused), wayOf: isOurRide(wanted) ? wayOf : inTown };
    const look = looking.looker(need);
    return named !== null && force ? weighNamed(asked, outlets[0]!, look) : chooseOutlet(asked, outlets, look);
  };
  const ask = ({ known, timing }: Weighed, { id, need, force }: { id: string; need: Need; force: boolean }): Ask => {
    const at = new Date(timing.startMs - timing.queueS * 1000);
    const begin = new Date(timing.startMs);
    const day = known.table.day(clock.now());
    const { portions, cookS } = need;
    return { orderId: id, portions, cookS, at, begin, day, cookedOn: known.table.day(at), limitS: known.limitS, force };
  };

  /** Chooses and holds: `stored` says whether the hold is kept; what refused by race stands in the candidates. */
  const pickAhead = async (wanted: Wanted, how: PickHow): Promise<Picked> => {
    const need = looking.needOf(wanted.lines);
    let refused = how.refused ?? none;
    let choice = choose(wanted, need, how);
    for (let attempt = 0; choice.best && attempt < tries; attempt++) {
      const { best } = choice;
      const asked = ask(best, { id: wanted.id, need, force: how.force ?? false });
      const { held, stored } = await catalog.boards.reserve(best.known.outlet.id, asked);
      if (held.ok) return { ok: true, weighed: best, held, choice, stored };
      refused = new Map(refused).set(best.known.outlet.id, `${held.reason}: ${held.missing.join(', ')}`);
      choice = choose(wanted, need, { ...how, refused });
    }
    return { ok: false, choice };
  };
  return {
    /** What would be chosen now; nothing is held. */
    look: (wanted: Wanted, how: PickHow): Choice => choose(wanted, looking.needOf(wanted.lines), how),
    pickAhead,
    /** As `pickAhead`, and the hold is kept when this resolves. */
    async pick(wanted: Wanted, how: PickHow): Promise<Picked> {
      for (let attempt = 0; attempt < tries; attempt++) {
        const picked = await pickAhead(wanted, how);
        if (!picked.ok || (await picked.stored)) return picked;
      }
      return { ok: false, choice: nobody('raced') };
    },
    release: (outletId: string, orderId: string) => catalog.boards.release(outletId, orderId),
  };
}
export type Picking = ReturnType<typeof createPicking>;

const none: ReadonlyMap<string, string> = new Map();
/** How others ride nobody has told us. */
const inTown = () => townWay;
export const isOurRide = ({ kind, deliveredBy }: Pick<Order, 'kind' | 'deliveredBy'>) =>
  kind === 'delivery' && deliveredBy === 'own';

const askedOf = (wanted: Wanted, now: Date, refused: ReadonlyMap<string, string>): Omit<Asked, 'wayOf'> => ({
  point: wanted.dropOff?.point ?? null,
  isDelivery: wanted.kind === 'delivery',
  isOurRide: isOurRide(wanted),
  shares: sharesOf(wanted.lines),
  nowMs: now.getTime(),
  wantedMs: wanted.wantedAt?.getTime() ?? null,
  refused,
});

/** Enough of an order to ask which outlet would cook it. */
export const wantedOf = (ask: Omit<Wanted, 'id' | 'lines'> & { lines: OrderLine[] }): Wanted => ({ id: '', ...ask });
