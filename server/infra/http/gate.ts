/** What the edges (HTTP and sockets) ask about a caller. The access feature answers; infra only knows this face. */
import type { Policy, Principal } from '../../contract/access.ts';

/** Ids found in a request: from the path, the query or the body. */
export type ScopeParams = Readonly<Record<string, string | undefined>>;

/** What has just lost its right: sockets of these sessions are cut. */
export interface Revoked {
  sessionIds: readonly string[];
}

export interface Gate {
  /** The caller behind a bearer token; throws `unauthorised`. Cheap when the token has been seen before. */
  authenticate(bearer: string): Promise<Principal>;
  /** Throws `unauthorised`, `forbidden` or `not_found` when the policy does not hold; anything unknown is refused. */
  allowed(policy: Policy, principal: Principal | null, params: ScopeParams): Promise<void>;
  /** Hears of revoked sessions, in whichever process they were revoked. */
  onRevoked(listener: (revoked: Revoked) => void): void;
}
