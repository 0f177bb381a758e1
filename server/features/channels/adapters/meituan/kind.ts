/** What a push is about: by the address it was signed for, then by what it carries, so that one registered address may serve them all. */
import type { Fields } from './signature.ts';

export type Kind = 'order' | 'cancel' | 'refund' | 'rider' | 'completed' | 'ignored';

/** A form with dishes is an order, also one that tells beside them how its ride or a refund stands; only the address says otherwise. */
export function kindOf(name: string, fields: Fields): Kind {
  const isForm = fields.detail !== undefined || fields.incmp_code !== undefined;
  // Shops and products have a status and reasons too: without an order's id they are nobody's.
  const isOfOrder = Boolean(fields.order_id);
  const carries = (field: string) => isOfOrder && !isForm && Boolean(fields[field]);
  const status = isOfOrder ? fields.status : undefined;
  if (/refund/.test(name) || carries('notify_type') || carries('refund_status')) return 'refund';
  if (/^(rider|logistics)/.test(name) || carries('logistics_status')) return 'rider';
  if (/cancel/.test(name) || carries('reason_code') || status === '9') return 'cancel';
  if (/complet|finish/.test(name) || status === '8') return 'completed';
  return isForm || carries('total') || /^(order|paid|confirm)/.test(name) ? 'order' : 'ignored';
}
