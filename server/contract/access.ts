/** Who asks, and what a route or a socket view may demand of them. */
import { z } from 'zod';
import { type Actor, At, Id } from './common.ts';

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

/** Who acts, as the log names it. */
export function actorOf({ kind, role, id }: Principal): Actor {
  if (role === 'kitchen') return { kind: 'kitchen', id };
  return { kind: kind === 'device' ? 'kitchen' : kind, id };
}

/**
 * What must hold besides the role:
 * `none` nothing more · `outlet` params.outletId is one of the caller's · `region` every outlet of params.region is one of the caller's ·
 * `order` the order is the caller's (outlet, courier, diner or channel) · `self` the handler reads and writes only what belongs to the
 * caller's own id or outlets · `courier` params.courierId is the caller or rides for an outlet or in a region of the caller's · `decision`
 * params.decisionId was made in a region of the caller's. A request
 * that names no outlet, or no region, asks for the whole chain.
 */
export type Scope = 'none' | 'outlet' | 'region' | 'order' | 'courier' | 'decision' | 'self';

/** `anyone`: no login at all. A platform push is `anyone` too: its signature is checked by its adapter. */
export type Policy = { who: 'anyone'; why: string } | { who: readonly Role[]; scope: Scope };

/** Roles a staff login can have; couriers log in the same way. */
export const StaffRole = z.enum(['head_office', 'manager', 'kitchen', 'dispatcher', 'agent', 'courier']);
export type StaffRole = z.infer<typeof StaffRole>;

const Login = z.string().trim().toLowerCase().min(1).max(100);
const Password = z.string().min(8).max(200);
const ShortCode = z.string().regex(/^\d{6}$/, 'must be six digits');

export const LoginBody = z
  .object({ login: Login, password: z.string().max(200).optional(), code: ShortCode.optional() })
  .refine(body => (body.password === undefined) !== (body.code === undefined), 'give a password or a code');
export const DinerLoginBody = z.object({ channel: z.string().min(1).max(40), code: z.string().min(1).max(500) });
export const RefreshBody = z.object({ refreshToken: z.string().min(1).max(500) });

/** Who the tokens are for. */
export const Caller = Principal.pick({ kind: true, id: true, role: true, outletIds: true }).extend({
  name: z.string(),
});
/** A login: `token` goes with every request, `refreshToken` buys the next pair once. */
export const Tokens = z.object({ token: z.string(), expiresAt: At, refreshToken: z.string(), caller: Caller });
export type Tokens = z.infer<typeof Tokens>;

/** A staff, courier or device account as others may see it. */
export const AccountView = z.object({
  id: z.string(),
  version: z.number().int(),
  kind: Principal.shape.kind,
  role: Role,
  login: z.string().nullable(),
  name: z.string(),
  outletIds: z.array(z.string()),
  active: z.boolean(),
});
export const NewStaff = z.object({
  /** For a courier: the id of the courier's profile. */
  id: Id.optional(),
  role: StaffRole,
  login: Login,
  name: z.string().min(1).max(100),
  password: Password.optional(),
  outletIds: z.array(Id).max(500).default([]),
});
export type NewStaff = z.output<typeof NewStaff>;
export const StaffChange = z.object({
  name: z.string().min(1).max(100).optional(),
  role: StaffRole.optional(),
  outletIds: z.array(Id).max(500).optional(),
  password: Password.optional(),
  active: z.boolean().optional(),
});
export type StaffChange = z.output<typeof StaffChange>;

export const CodeView = z.object({ code: z.string(), expiresAt: At });
export const PairBody = z.object({ code: ShortCode, name: z.string().min(1).max(100).optional() });

/** A channel's key without its secret. */
export const ChannelKeyView = z.object({
  keyId: z.string(),
  channel: z.string(),
  shopIds: z.array(z.string()),
  createdAt: At,
  revokedAt: At.nullable(),
});
export const NewChannelKey = z.object({
  channel: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/),
  /** Shops the key may write for; empty: every shop of the channel. */
  shopIds: z.array(Id).max(1000).default([]),
});
