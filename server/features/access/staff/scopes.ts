/** Holds a policy against a caller: the role first, then whose the thing is. What is not clearly allowed is refused. */
import type { Policy, Principal } from '../../../contract/access.ts';
import { Fault } from '../../../infra/faults.ts';
import type { ScopeParams } from '../../../infra/http/gate.ts';
import { type OrderOwner, reachesCourier, reachesOrder, reachesOutlet, reachesRegion } from '../rules.ts';
import type { AccessStore } from '../store.ts';

export interface ScopeNeeds {
  store: AccessStore;
  orderOwner: (orderId: string) => Promise<OrderOwner | null>;
  outletsIn: (region: string) => Promise<readonly string[]>;
  regionOf: (courierId: string) => Promise<string | null>;
  regionOfDecision: (decisionId: string | undefined) => Promise<string | null>;
}

export function createScopes({ store, orderOwner, outletsIn, regionOf, regionOfDecision }: ScopeNeeds) {
  const checkOrder = async (caller: Principal, orderId: string | undefined) => {
    const owner = orderId === undefined ? null : await orderOwner(orderId);
    if (!owner || !reachesOrder(caller, owner)) throw new Fault('not_found', 'There is no such order');
  };
  const isOfRegion = async (caller: Principal, region: string | null | undefined) =>
    reachesRegion(caller, region ? await outletsIn(region) : []);
  const checkRegion = async (caller: Principal, region: string | null | undefined) => {
    if (!(await isOfRegion(caller, region))) throw new Fault('forbidden', 'This region is not yours');
  };
  const checkCourier = async (caller: Principal, courierId: string | undefined) => {
    const refused = new Fault('forbidden', 'This courier is not yours to see');
    if (courierId === undefined) throw refused;
    const account = caller.outletIds.length > 0 ? await store.accounts.get(courierId) : null;
    const outletIds = account?.kind === 'courier' ? account.outletIds : [];
    if (reachesCourier(caller, courierId, outletIds)) return;
    if (caller.outletIds.length === 0 || !(await isOfRegion(caller, await regionOf(courierId)))) throw refused;
  };
  /** Throws `unauthorised`, `forbidden` or, for orders of others, `not_found`. */
  return async (policy: Policy, caller: Principal | null, params: ScopeParams): Promise<void> => {
    if (policy.who === 'anyone') return;
    if (!caller) throw new Fault('unauthorised', 'A login is needed');
    if (!policy.who.includes(caller.role)) throw new Fault('forbidden', 'Your role cannot do this');
    switch (policy.scope) {
      case 'none':
      case 'self':
        return;
      case 'outlet':
        if (reachesOutlet(caller, params.outletId)) return;
        throw new Fault('forbidden', 'This outlet is not yours');
      case 'region':
        return checkRegion(caller, params.region);
      case 'order':
        return checkOrder(caller, params.orderId ?? params.id);
      case 'courier':
        return checkCourier(caller, params.courierId ?? params.id);
      case 'decision':
        return checkRegion(caller, await regionOfDecision(params.decisionId));
      default:
        throw new Fault('forbidden', 'Nobody may do this');
    }
  };
}
