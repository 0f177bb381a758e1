/** What the hub asks of whoever knows the callers: who holds a token, what they may, and who has just lost it. */
import type { Policy, Principal } from '../../contract/access.ts';

/** A caller and the wall instant at which the token runs out. */
export interface Login {
  principal: Principal;
  expiresAt: Date;
}

export interface LiveAccess {
  /** Throws Fault `unauthorised` for a token that is wrong, run out or revoked. */
  authenticate(token: string): Promise<Login>;
  /** Throws Fault `unauthorised`, `forbidden` or `not_found` unless the policy lets the caller at these params. */
  allowed(policy: Policy, principal: Principal | null, params: Readonly<Record<string, string>>): Promise<void>;
  /** Hears of every login revoked from now on, in this process or another. */
  onRevoked(listener: (sessionId: string) => void): void;
}
