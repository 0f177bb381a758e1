/** A kitchen: sees tickets on its screen, accepts, starts each station in time, calls ready, hands over at the counter. */

import type { Wire } from '../../server/contract/events.ts';
import type { TicketView } from '../../server/contract/kitchen.ts';
import type { ScriptOrder } from '../city/script.ts';
import type { Stage } from '../play/stage.ts';
import { refusedBecause } from '../refusal.ts';
import type { Rng } from '../rng.ts';
import type { Watched } from '../room.ts';
import { createScreen, type Screen } from '../screen.ts';

type Ticket = Wire<TicketView>;

export interface KitchenBot {
  readonly outletId: string;
  readonly screen: Screen;
  readonly tickets: Watched<Ticket>;
}
interface Cook extends KitchenBot {
  stage: Stage;
  rng: Rng;
  /** Recorded days say when the food was ready, by the channel's order number. */
  recorded: ReadonlyMap<string, ScriptOrder>;
}

export async function startKitchen(stage: Stage, outletId: string): Promise<KitchenBot> {
  const screen = createScreen({ url: stage.api.url, token: stage.cast.screens.get(outletId)!.token });
  const tickets = screen.watch<Ticket>('tickets', outletId);
  const cook: Cook = { stage, outletId, screen, tickets, rng: stage.rng.fork(outletId), recorded: recordedOf(stage) };
  const begun = new Set<string>();
  tickets.onChange((id, ticket) => {
    if (!ticket || begun.has(id)) return;
    begun.add(id);
    stage.ledger.sawTicket(id, { wallMs: Date.now(), outletId });
    serve(cook, ticket)
      .catch((error: unknown) => stage.complain(`${outletId} ${id}: ${error}`))
      .finally(() => begun.delete(id));
  });
  await tickets.settled();
  return { outletId, screen, tickets };
}

const recordedOf = ({ script }: Stage) =>
  new Map(script.orders.filter(order => order.readyMin !== null).map(order => [`p-${order.key}`, order]));

/** From the first look at the ticket until it has left the kitchen; a ticket that goes away ends it. */
async function serve(cook: Cook, { id }: Ticket): Promise<void> {
  const { pace } = cook.stage;
  await pace.pass(cook.rng.between(5, 40));
  // Some outlets accept by themselves.
  if (cook.tickets.get(id)?.can.includes('accept') && !(await act(cook, 'accept', id))) return;
  await cookIt(cook, id);
  const ready = cook.tickets.get(id);
  if (!ready?.can.includes('hand_over')) return;
  await pace.pass(cook.rng.between(60, 600));
  await act(cook, 'hand_over', id);
}

async function cookIt(cook: Cook, id: string): Promise<void> {
  const { stage, tickets, recorded, rng } = cook;
  const ticket = tickets.get(id);
  if (!ticket) return;
  const known = recorded.get(ticket.externalId)?.readyMin;
  if (known !== undefined && known !== null) {
    await act(cook, 'start', id);
    await stage.pace.until(stage.at(known));
    await act(cook, 'ready', id);
    return;
  }
  await Promise.all(
    ticket.stations.map(async ({ station, startAt, cookS }) => {
      await stage.pace.until(new Date(startAt));
      if (!(await act(cook, 'start', id, station))) return;
      await stage.pace.pass(cookS * rng.between(0.8, 1.25));
      await act(cook, 'ready', id, station);
    }),
  );
}

/** False: the server would not have it, because the order was cancelled or moved on. */
async function act(
  { stage, outletId, screen, tickets }: Cook,
  what: string,
  orderId: string,
  station?: string,
): Promise<boolean> {
  if (!tickets.get(orderId)) return false;
  const refused = await refusedBecause(() =>
    screen.do(`kitchen.${what}`, { outletId, orderId, ...(station === undefined ? {} : { station }) }),
  );
  if (refused && !['conflict', 'not_found'].includes(refused))
    stage.complain(`${outletId} ${what} ${orderId}: ${refused}`);
  return refused === null;
}
