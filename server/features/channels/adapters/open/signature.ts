/** The open protocol's signature: HMAC-SHA256 over what was sent, byte by byte, with a time and a nonce. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Push } from '../adapter.ts';

export interface Signed {
  timestamp: string;
  nonce: string;
  method: string;
  /** With its query, exactly as requested. */
  target: string;
  raw: Buffer | string;
}

/** Lower-case hex of HMAC-SHA256(secret, timestamp \n nonce \n METHOD \n target \n body). */
export const signatureOf = ({ timestamp, nonce, method, target, raw }: Signed, secret: string): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${nonce}\n${method}\n${target}\n`).update(raw).digest('hex');

/** Compares in constant time. */
export function isSignedBy(
  push: Push,
  given: { timestamp: string; nonce: string; signature: string },
  secret: string,
): boolean {
  const { timestamp, nonce } = given;
  const target = push.path + push.search;
  const wanted = Buffer.from(signatureOf({ timestamp, nonce, method: push.method, target, raw: push.raw }, secret));
  const shown = Buffer.from(given.signature.toLowerCase());
  return wanted.length === shown.length && timingSafeEqual(wanted, shown);
}
