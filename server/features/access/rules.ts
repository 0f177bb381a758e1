/** Who reaches what: pure answers about a caller, an outlet, an order, an account. */
import type { Principal, Role, StaffRole } from '../../contract/access.ts';

/** Whose an order is; null parts belong to nobody. */
export interface OrderOwner {
  outletId: string | null;
  courierId: string | null;
  dinerId: string | null;
  channel: string;
}

const chainRoles: readonly Role[] = ['head_office', 'agent', 'dispatcher'];

/** True for staff of the whole chain. */
export const isChainWide = (caller: Principal) =>
  caller.kind === 'staff' && caller.outletIds.length === 0 && chainRoles.includes(caller.role);

/** An undefined outlet means all of them. */
export const reachesOutlet = (caller: Principal, outletId: string | undefined) =>
  isChainWide(caller) || (outletId !== undefined && isOfOutlets(caller) && caller.outletIds.includes(outletId));

/** A region is whose its outlets are, all of them; one without outlets is the chain's. */
export const reachesRegion = (caller: Principal, outletIds: readonly string[]) =>
  isChainWide(caller) || (outletIds.length > 0 && outletIds.every(outletId => reachesOutlet(caller, outletId)));

const isOfOutlets = (caller: Principal) => caller.kind === 'staff' || caller.kind === 'device';

export function reachesOrder(caller: Principal, owner: OrderOwner): boolean {
  if (caller.kind === 'courier') return owner.courierId === caller.id;
  if (caller.kind === 'diner') return owner.dinerId === caller.id;
  if (caller.kind === 'channel') return caller.channel !== undefined && owner.channel === caller.channel;
  return isChainWide(caller) || (owner.outletId !== null && reachesOutlet(caller, owner.outletId));
}

/** `courierOutletIds`: where the courier belongs. */
export function reachesCourier(caller: Principal, courierId: string, courierOutletIds: readonly string[]): boolean {
  if (caller.kind === 'courier') return caller.id === courierId;
  return isChainWide(caller) || courierOutletIds.some(outletId => reachesOutlet(caller, outletId));
}

interface Managed {
  role: Role;
  outletIds: readonly string[];
}
const managersHire: readonly Role[] = ['kitchen', 'courier'];

/** Head office manages everybody; a manager the kitchen staff, screens and couriers of the own outlets only. */
export function mayManage(caller: Principal, account: Managed): boolean {
  if (caller.role === 'head_office') return isChainWide(caller) || isWithin(caller, account);
  return caller.role === 'manager' && managersHire.includes(account.role) && isWithin(caller, account);
}

const isWithin = (caller: Principal, account: Managed) =>
  account.outletIds.length > 0 && account.outletIds.every(outletId => caller.outletIds.includes(outletId));

/** Staff of an outlet work somewhere: a manager or a kitchen without outlets would reach nothing. */
export const needsOutlets = (role: StaffRole) => role === 'manager' || role === 'kitchen';

export const kindOf = (role: StaffRole) => (role === 'courier' ? ('courier' as const) : ('staff' as const));
