/** Plays the script's orders and incidents at their times, each by its channel, with the mishaps it was given. */

import type { Answer } from '../api.ts';
import { typeOrder } from '../bots/agent.ts';
import { dinerOf, type Placed } from '../bots/diner.ts';
import { cancelOpenOrder, pushOpenOrder } from '../bots/partner.ts';
import { cancelMeituanOrder, pushMeituanOrder, wrongSignature } from '../bots/takeout.ts';
import type { ScriptOrder, Via } from '../city/script.ts';
import type { Entry } from '../ledger.ts';
import { playIncident } from './incidents.ts';
import type { Stage } from './stage.ts';

/** Resolves when the last order was sent and every mishap has happened. */
export async function playOrders(stage: Stage): Promise<void> {
  const failed = (what: string) => (error: unknown) =>
    stage.complain(`${what}: ${error instanceof Error ? error.message : error}`);
  await Promise.all([
    ...stage.script.orders.map(async order => {
      await stage.pace.until(stage.at(order.atMin));
      await play(stage, order).catch(failed(`order ${order.key} by ${order.via}`));
    }),
    ...stage.script.incidents.map(async incident => {
      await stage.pace.until(stage.at(incident.atMin));
      await (incident.kind === 'wrong_signature' ? wrongSignature(stage) : playIncident(stage, incident)).catch(
        failed(incident.kind),
      );
    }),
  ]);
}

const play = (stage: Stage, order: ScriptOrder): Promise<void> => players[order.via](stage, order);

const players: Record<Via, (stage: Stage, order: ScriptOrder) => Promise<void>> = {
  app: playDiner,
  miniprogram: playDiner,
  open: (stage, order) =>
    playPush(stage, order, { push: pushOpenOrder, cancel: cancelOpenOrder, idOf: key => `p-${key}` }),
  meituan: (stage, order) =>
    playPush(stage, order, { push: pushMeituanOrder, cancel: cancelMeituanOrder, idOf: meituanId }),
  phone: playAgent,
  counter: playAgent,
};

/** Platforms' ids pass 2^53. */
const meituanId = (key: string) => String(9_007_199_254_740_993_000n + BigInt(key.replace(/\D/g, '') || '0'));

interface Sending<T> {
  push(): Promise<Answer<T>>;
  orderIdOf(answer: Answer<T>): string | null;
  /** False: a success that is no promise of a meal, a new price to agree to or what cannot be had any more. */
  isPlaced?(answer: Answer<T>): boolean;
  /** What this sender must live with: a basket that cannot be had any more. */
  mayBeRefused?: boolean;
}
/** One send of one message: counted, timed, whatever order the answer names is kept, and a refusal nobody expected is told. */
async function send<T>(stage: Stage, entry: Entry, { push, orderIdOf, isPlaced, mayBeRefused }: Sending<T>) {
  entry.sent++;
  const answer = await push();
  if (!answer.ok) {
    if (!(mayBeRefused && answer.status === 409))
      stage.complain(`${entry.channel} ${entry.externalId} was refused: ${answer.status} ${textOf(answer.body)}`);
    return answer;
  }
  entry.ackMs.push(answer.ms);
  if (isPlaced && !isPlaced(answer)) return answer;
  entry.acknowledged++;
  const id = orderIdOf(answer);
  if (id) entry.orderIds.add(id);
  return answer;
}
const textOf = (body: unknown) => JSON.stringify(body)?.slice(0, 200);

interface Pushing {
  push(stage: Stage, order: ScriptOrder, id: string): Promise<Answer>;
  cancel(stage: Stage, order: ScriptOrder, id: string): Promise<Answer>;
  idOf(key: string): string;
}

/** Only the open protocol answers with our order's id; a takeout platform's order is found by the platform's own. */
const openId = ({ body }: Answer) => (body as { orderId?: string } | null)?.orderId ?? null;

async function playPush(stage: Stage, order: ScriptOrder, { push, cancel, idOf }: Pushing): Promise<void> {
  const externalId = idOf(order.key);
  const entry = stage.ledger.enter(order, { channel: order.via, externalId });
  const once = () => send(stage, entry, { push: () => push(stage, order, externalId), orderIdOf: openId });
  if (order.mishap === 'sent_twice') await Promise.all([once(), once()]);
  else await once();
  if (order.mishap === 'sent_late_again') {
    await stage.pace.pass(8 * 60);
    await once();
  }
  if (order.mishap !== 'cancelled_by_platform') return;
  await stage.pace.pass(stage.rng.between(30, 400));
  entry.cancelAsked = true;
  const answer = await cancel(stage, order, externalId);
  if (!answer.ok) stage.complain(`the cancel of ${externalId} was answered ${answer.status}`);
}

async function playDiner(stage: Stage, order: ScriptOrder): Promise<void> {
  const diner = await dinerOf(stage, order);
  const entry = stage.ledger.enter(order, { channel: order.via, externalId: diner.externalId });
  const once = () => send(stage, entry, { push: diner.order, orderIdOf: idOfPlaced, isPlaced, mayBeRefused: true });
  let answer = await once();
  if (answer.ok && answer.body.outcome === 'price_changed') answer = await once();
  if (order.mishap === 'sent_twice') await once();
  const orderId = answer.ok ? answer.body.order?.id : undefined;
  if (!orderId) return;
  if (order.mishap === 'unpaid') return;
  entry.sentForCookingMs = Date.now();
  await diner.pay(orderId);
  if (order.mishap !== 'cancelled') return;
  await stage.pace.pass(stage.rng.between(20, 600));
  entry.cancelAsked = true;
  const refused = await diner.cancel(orderId);
  if (!refused.ok && refused.status !== 409) stage.complain(`a diner's cancel was answered ${refused.status}`);
}

const idOfPlaced = ({ body }: Answer<Placed>) => body.order?.id ?? null;
const isPlaced = ({ body }: Answer<Placed>) => body.outcome === 'placed';

async function playAgent(stage: Stage, order: ScriptOrder): Promise<void> {
  const externalId = `desk-order-${order.key}`;
  const entry = stage.ledger.enter(order, { channel: order.via, externalId });
  await send(stage, entry, {
    push: () => typeOrder(stage, order, externalId),
    orderIdOf: ({ body }) => body.order?.id ?? null,
    isPlaced,
    mayBeRefused: true,
  });
}
