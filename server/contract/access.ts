/** Who asks, and what a route or a socket view may demand of them. */
import { z } from 'zod';

export const Role = z.enum(['head_office', 'manager', 'kitchen', 'dispatcher', 'agent', 'courier', 'diner', 'channel']);
export type Role = z.infer<typeof Role>;

/** An authenticated caller. `outletIds` empty and role head_office/agent/dispatcher: every outlet. */
export const Principal = z.object({
  kind: z.enum(['staff', 'device', 'courier', 'diner', 'channel']),
  id: z.string(),
  role: Role,
  outletIds: z.array(z.string()),
  /** The login it came from; revoking it cuts its sockets. */
  sessionId: z.string(),
  /** kind channel: which channel its key may write for. */
  channel: z.string().optional(),
});
export type Principal = z.infer<typeof Principal>;

/**
 * What must hold besides the role:
 * `none` nothing more · `outlet` params.outletId is one of the caller's · `order` the order is the caller's (outlet, courier, diner or
 * channel) · `self` the handler reads and writes only what belongs to the caller's own id · `courier` params.courierId is the caller or
 * a dispatcher's region.
 */
export type Scope = 'none' | 'outlet' | 'order' | 'courier' | 'self';

/** `anyone`: no login at all. A platform push is `anyone` too: its signature is checked by its adapter. */
export type Policy = { who: 'anyone'; why: string } | { who: readonly Role[]; scope: Scope };
