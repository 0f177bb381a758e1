/** One request and its answer, as the edge sees them; what is logged and measured at the end is read from here. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../contract/access.ts';
import type { Route } from './route.ts';

export interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  method: string;
  path: string;
  search: string;
  ip: string;
  requestId: string;
  startedMs: number;
  route: Route | null;
  caller: Principal | null;
}

const boot = Math.random().toString(36).slice(2, 8);
let counter = 0;

/** The sender's own request id when it is harmless, else a new one. */
export function requestIdOf(req: IncomingMessage): string {
  const sent = req.headers['x-request-id'];
  if (typeof sent === 'string' && /^[\w-]{8,64}$/.test(sent)) return sent;
  counter += 1;
  return `${boot}-${counter.toString(36)}`;
}

/** The sender's address; X-Forwarded-For is believed only behind a proxy of our own (its last entry is the proxy's word). */
export function addressOf(req: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? req.headers['x-forwarded-for'] : undefined;
  if (typeof forwarded === 'string') return forwarded.slice(forwarded.lastIndexOf(',') + 1).trim();
  return req.socket?.remoteAddress ?? 'unknown';
}
