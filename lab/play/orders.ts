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

/** One send of one message: counted, timed, and whatever order the answer names is kept. */
async function send<T>(entry: Entry, push: () => Promise<Answer<T>>, orderIdOf: (answer: Answer<T>) => string | null) {
  entry.sent++;
  const answer = await push();
  if (answer.ok) {
    entry.acknowledged++;
    entry.ackMs.push(answer.ms);
    const id = orderIdOf(answer);
    if (id) entry.orderIds.add(id);
  } else entry.refused.push(`${answer.status}: ${JSON.stringify(answer.body).slice(0, 200)}`);
  return answer;
}

interface Pushing {
  push(stage: Stage, order: ScriptOrder, id: string): Promise<Answer>;
  cancel(stage: Stage, order: ScriptOrder, id: string): Promise<Answer>;
  idOf(key: string): string;
}

/** Only the open protocol answers with our order's id; a takeout platform's is looked up afterwards. */
const openId = ({ body }: Answer) => (body as { orderId?: string } | null)?.orderId ?? null;

async function playPush(stage: Stage, order: ScriptOrder, { push, cancel, idOf }: Pushing): Promise<void> {
  const externalId = idOf(order.key);
  const entry = stage.ledger.enter(order, { channel: order.via, externalId });
  const once = () => send(entry, () => push(stage, order, externalId), openId);
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
  const placed = ({ body }: Answer<Placed>) => body.order?.id ?? null;
  const once = () => send(entry, diner.order, placed);
  let answer = await once();
  if (answer.ok && answer.body.outcome === 'price_changed') answer = await once();
  if (order.mishap === 'sent_twice') await once();
  const orderId = answer.ok ? answer.body.order?.id : undefined;
  if (!orderId) {
    entry.acknowledged = 0;
    return;
  }
  if (order.mishap === 'unpaid') return;
  entry.sentForCookingMs = Date.now();
  await diner.pay(orderId);
  if (order.mishap !== 'cancelled') return;
  await stage.pace.pass(stage.rng.between(20, 600));
  entry.cancelAsked = true;
  const refused = await diner.cancel(orderId);
  if (!refused.ok && refused.status !== 409) stage.complain(`a diner's cancel was answered ${refused.status}`);
}

async function playAgent(stage: Stage, order: ScriptOrder): Promise<void> {
  const externalId = `desk-order-${order.key}`;
  const entry = stage.ledger.enter(order, { channel: order.via, externalId });
  await send(
    entry,
    () => typeOrder(stage, order, externalId),
    ({ body }) => body.order?.id ?? null,
  );
}
