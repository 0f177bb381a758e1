/** The socket as the hub knows it: its caller, its rooms, and one guarded way in for every event. */
import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import type { Principal } from '../../contract/access.ts';
import type { Beat, Changed, Dropped, Refused, Welcome } from '../../contract/events.ts';
import { Fault } from '../faults.ts';
import type { Issue } from '../http/json.ts';
import type { Logger } from '../log.ts';

export interface SocketData {
  principal: Principal;
  expiresAt: Date;
  /** Rooms it watches, by their key. */
  rooms: Set<string>;
}
type Heard = (body: unknown, answer?: unknown) => void;
export interface FromScreen {
  watch: Heard;
  unwatch: Heard;
  seen: Heard;
  do: Heard;
  token: Heard;
}
export interface FromServer {
  welcome(welcome: Welcome): void;
  changed(changed: Changed | object): void;
  beat(beat: Beat): void;
  dropped(dropped: Dropped): void;
  cut(cut: { reason: string }): void;
}
export type HubServer = Server<FromScreen, FromServer, Record<string, never>, SocketData>;
export type HubSocket = Socket<FromScreen, FromServer, Record<string, never>, SocketData>;

/** What a refused event is told: faults in their own words, wrong input path by path, everything else in none. */
export function refused(error: unknown, log: Logger): Refused {
  if (error instanceof z.ZodError) {
    const issues = error.issues.map(issue => ({ path: issue.path.join('.'), message: issue.message }));
    return { ok: false, error: { code: 'invalid', message: 'The event is not as it should be', issues } };
  }
  if (error instanceof Fault) {
    const { issues, ...about } = error.about;
    const listed = Array.isArray(issues) ? { issues: issues as Issue[] } : {};
    return { ok: false, error: { code: error.code, message: error.message, ...listed, about } };
  }
  log.error({ err: error }, 'a socket event failed');
  return { ok: false, error: { code: 'internal', message: 'Something went wrong on our side' } };
}

export interface Allowance {
  perSecond: number;
  burst: number;
}

/** A bucket of events: `take` answers false when it is empty; `owed` says how far beyond. */
export function createBucket({ perSecond, burst }: Allowance, nowMs: () => number) {
  let left = burst;
  let at = nowMs();
  return {
    take(): boolean {
      const now = nowMs();
      left = Math.min(burst, left + ((now - at) / 1000) * perSecond);
      at = now;
      left -= 1;
      return left >= 0;
    },
    owed: () => Math.max(0, -left),
  };
}
