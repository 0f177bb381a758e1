/** What access keeps: accounts, sessions, short codes, channel keys, and the secret the tokens are signed with. */
import { z } from 'zod';
import { Principal, Role } from '../../contract/access.ts';
import { Fact } from '../../contract/common.ts';
import { collection, type Db } from '../../infra/store/port.ts';

const doc = { id: z.string(), version: z.number().int() };
const aggregate = { ...doc, log: z.array(Fact) };

/** `login` null: nobody can log in by it (devices). Diners' logins begin with their channel. */
const Account = z.object({
  ...aggregate,
  kind: Principal.shape.kind,
  role: Role,
  login: z.string().nullable(),
  name: z.string(),
  outletIds: z.array(z.string()),
  passwordHash: z.string().nullable(),
  active: z.boolean(),
  createdAt: z.date(),
});
export type Account = z.infer<typeof Account>;
export const accountSpec = collection<Account>('access_accounts', Account, {
  unique: { login: ['login'] },
  ranges: { byRole: ['role', 'createdAt'] },
});

/** `generation` counts refreshes: only the newest refresh token is good. Wall time throughout. */
const Session = z.object({
  ...aggregate,
  accountId: z.string(),
  generation: z.number().int(),
  createdAt: z.date(),
  refreshedAt: z.date(),
  expiresAt: z.date(),
  revokedAt: z.date().nullable(),
});
export type Session = z.infer<typeof Session>;
export const sessionSpec = collection<Session>('access_sessions', Session, {
  ranges: { byAccount: ['accountId', 'createdAt'], expired: ['expiresAt'] },
});

/** A code is stored as its hash, is removed by whoever uses it, and is for one purpose. */
const ShortCode = z.object({
  ...doc,
  outletId: z.string().nullable(),
  accountId: z.string().nullable(),
  name: z.string(),
  expiresAt: z.date(),
});
export type ShortCode = z.infer<typeof ShortCode>;
export const codeSpec = collection<ShortCode>('access_codes', ShortCode, { ranges: { expired: ['expiresAt'] } });

/** All keys of one channel in one document, so that "at most two live ones" is one compare-and-set. */
const ChannelKeys = z.object({
  ...aggregate,
  keys: z.array(
    z.object({
      keyId: z.string(),
      sealedSecret: z.string(),
      shopIds: z.array(z.string()),
      createdAt: z.date(),
      revokedAt: z.date().nullable(),
    }),
  ),
  createdAt: z.date(),
  kind: z.literal('channel'),
});
export type ChannelKeys = z.infer<typeof ChannelKeys>;
export const keySpec = collection<ChannelKeys>('access_keys', ChannelKeys, { ranges: { all: ['kind', 'createdAt'] } });

const Secret = z.object({ ...doc, kid: z.string(), secret: z.string() });
export type Secret = z.infer<typeof Secret>;
export const secretSpec = collection<Secret>('access_secrets', Secret);

export const accessSpecs = [accountSpec, sessionSpec, codeSpec, keySpec, secretSpec];

export const accessStore = (db: Db) => ({
  accounts: db.of(accountSpec),
  sessions: db.of(sessionSpec),
  codes: db.of(codeSpec),
  keys: db.of(keySpec),
  secrets: db.of(secretSpec),
});
export type AccessStore = ReturnType<typeof accessStore>;
