/** What dispatch knows of an open order: enough to plan it and to fill a delivery sheet. */
import type { Point } from '../../../contract/common.ts';
import type { LegStatus, OrderStatus } from '../../../contract/orders.ts';

export interface OpenOrder {
  id: string;
  version: number;
  status: OrderStatus;
  outletId: string;
  number: string | null;
  dropOff: Point;
  address: string;
  note: string | null;
  dinerName: string;
  phone: string;
  lines: readonly { name: string; quantity: number }[];
  items: number;
  /** Asked of whoever carries it. */
  skills: readonly string[];
  placedAt: Date;
  /** When the kitchen is expected to have it ready; in the past once it is. */
  readyAt: Date;
  dueAt: Date | null;
  /** Since when it is in a courier's box; absent: it is not. */
  collectedAt?: Date;
  leg: { status: LegStatus; courierId: string | null; etaAt: Date | null };
}
