/** The takeout platform's pushes: orders, cancels, and once a message somebody else signed. */
import type { Answer } from '../api.ts';
import type { ScriptOrder } from '../city/script.ts';
import { cancelFields, orderFields, pushBody } from '../platforms/meituan.ts';
import type { Stage } from '../play/stage.ts';

const headers = { 'content-type': 'application/x-www-form-urlencoded' };
const ok = (answer: Answer): Answer => ({
  ...answer,
  ok: answer.ok && (answer.body as { data?: unknown }).data === 'ok',
});

const push = async ({ api, cast }: Stage, what: string, fields: Record<string, string>): Promise<Answer> =>
  ok(await api.ask('POST', `/channels/meituan/${what}`, { raw: pushBody(cast.meituan, fields), headers }));

export const pushMeituanOrder = (stage: Stage, order: ScriptOrder, platformId: string): Promise<Answer> =>
  push(stage, 'order', orderFields(order, { platformId, placedAt: stage.at(order.atMin) }));

export const cancelMeituanOrder = (stage: Stage, _order: ScriptOrder, platformId: string): Promise<Answer> =>
  push(stage, 'cancel', cancelFields(platformId));

/** Must be refused in the platform's own form. */
export async function wrongSignature(stage: Stage): Promise<void> {
  const app = { ...stage.cast.meituan, secret: 'not the secret' };
  const answer = await stage.api.ask('POST', '/channels/meituan/order', {
    raw: pushBody(app, cancelFields('1')),
    headers,
  });
  if (ok(answer).ok) stage.complain('a message with a wrong signature was taken');
  else stage.ledger.refusals.push(JSON.stringify(answer.body));
}
