/** Who may hold a socket: lets in by token, renews on the open socket, cuts at expiry and on revocation. */
import type { CutReason } from '../../contract/events.ts';
import { TokenRequest } from '../../contract/events.ts';
import { Fault } from '../faults.ts';
import type { LiveAccess, Login } from './access.ts';
import type { HubServer, HubSocket } from './socket.ts';

/** A revocation that overtakes a connection being made is remembered this long. */
const rememberedMs = 60_000;

export function createGate({
  io,
  access,
  cut,
  onRefused,
}: {
  io: HubServer;
  access: LiveAccess;
  cut(socket: HubSocket, reason: CutReason): void;
  /** Nobody was let in: the code of the fault. */
  onRefused(code: string): void;
}) {
  const revoked = new Map<string, number>();

  access.onRevoked(sessionId => {
    revoked.set(sessionId, Date.now());
    for (const socket of io.sockets.sockets.values())
      if (socket.data.principal.sessionId === sessionId) cut(socket, 'revoked');
  });
  io.use((socket, next) => {
    const { token } = socket.handshake.auth as { token?: unknown };
    enter(token)
      .then(login => Object.assign(socket.data, { ...login, rooms: new Set<string>() }))
      .then(
        () => next(),
        error => {
          const refused = refusal(error);
          onRefused(refused.data.code);
          next(refused);
        },
      );
  });
  async function enter(token: unknown): Promise<Login> {
    if (typeof token !== 'string' || token.length === 0 || token.length > 8192)
      throw new Fault('unauthorised', 'A token is needed');
    const login = await access.authenticate(token);
    if (revoked.has(login.principal.sessionId)) throw new Fault('unauthorised', 'This login has been revoked');
    return login;
  }
  return {
    /** A fresh token of the same caller: the socket lives on. */
    async renew(socket: HubSocket, body: unknown) {
      const login = await enter(TokenRequest.parse(body).token);
      const { kind, id } = socket.data.principal;
      if (login.principal.kind !== kind || login.principal.id !== id)
        throw new Fault('forbidden', 'This token belongs to somebody else');
      Object.assign(socket.data, login);
      return { ok: true, expiresAt: login.expiresAt.toISOString() } as const;
    },
    /** Cuts whoever's token has run out by now (wall). */
    sweep(wallMs: number) {
      for (const [sessionId, at] of revoked) if (wallMs - at > rememberedMs) revoked.delete(sessionId);
      for (const socket of io.sockets.sockets.values())
        if (socket.data.expiresAt.getTime() <= wallMs) cut(socket, 'expired');
    },
  };
}

/** The only part of an Error that socket.io hands to a refused client is its message and `data`. */
function refusal(error: unknown): Error & { data: { code: string } } {
  const fault = error instanceof Fault ? error : new Fault('unavailable', 'The login could not be checked');
  return Object.assign(new Error(fault.message), { data: { code: fault.code } });
}
