/** Access: accounts, logins, sessions, screens, diners and channel keys. Wakes on revoked sessions and changed keys; the clock forgets the old. */
import type { Kit } from '../../infra/kit.ts';
import type { Change } from '../../infra/store/port.ts';
import { keyRoutes } from './routes/keys.ts';
import { loginRoutes } from './routes/logins.ts';
import { screenRoutes } from './routes/screens.ts';
import { staffRoutes } from './routes/staff.ts';
import { type AccessNeeds, createAccess } from './service.ts';
import { accessSpecs, accountSpec, type ChannelKeys, keySpec, type Session, sessionSpec } from './store.ts';

/** `access.start()` must have run before the first request. */
export function accessFeature(kit: Kit, needs: AccessNeeds) {
  const { facts, schedule } = kit;
  const access = createAccess(kit, needs);
  facts.watch(sessionSpec, (change: Change) => access.callers.hear(change.doc as Session | null));
  facts.watch(keySpec, (change: Change) => access.channelKeys.hear(change.doc as ChannelKeys | null));
  schedule.every(600, 'prune-sessions', access.sessions.prune);
  schedule.every(600, 'prune-codes', access.codes.prune);
  const routes = [...loginRoutes(access), ...staffRoutes(access), ...screenRoutes(access), ...keyRoutes(access)];
  return { access, routes, views: [], actions: [], specs: accessSpecs };
}

export type { DinerProvider } from './logins/doors.ts';
export type { ChannelKey } from './logins/keys.ts';
export type { OrderOwner } from './rules.ts';
export type { Access, AccessNeeds as AccessSettings } from './service.ts';
export type { Account } from './store.ts';
export { accessSpecs, accountSpec };
