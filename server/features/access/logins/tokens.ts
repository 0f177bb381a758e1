/** Tokens: a signed quarter of an hour for requests, and a refresh token that is good once. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { Fault } from '../../../infra/faults.ts';
import type { Secrets } from './secrets.ts';

export const tokenLifeMs = 15 * 60_000;
const issuer = 'huidan';

export interface Claims {
  accountId: string;
  sessionId: string;
  expiresAtMs: number;
}

export function createTokens({ secrets, wallNow }: { secrets: Secrets; wallNow: () => number }) {
  return {
    async sign(accountId: string, sessionId: string) {
      const expiresAt = new Date(Math.floor((wallNow() + tokenLifeMs) / 1000) * 1000);
      const token = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'HS256', kid: secrets.kid() })
        .setIssuer(issuer)
        .setSubject(accountId)
        .setIssuedAt(new Date(wallNow()))
        .setExpirationTime(expiresAt)
        .sign(secrets.tokenKey());
      return { token, expiresAt };
    },
    /** Throws `unauthorised` for whatever is not a token of ours, whole and in time. */
    async verify(token: string): Promise<Claims> {
      const wanted = {
        algorithms: ['HS256'],
        issuer,
        currentDate: new Date(wallNow()),
        requiredClaims: ['exp', 'sub'],
      };
      const read = await jwtVerify(token, secrets.tokenKey(), wanted).catch(() => null);
      if (!read || typeof read.payload.sid !== 'string') throw unauthorised();
      return { accountId: read.payload.sub!, sessionId: read.payload.sid, expiresAtMs: read.payload.exp! * 1000 };
    },
    refreshToken: (sessionId: string, generation: number) =>
      `${sessionId}.${generation}.${secrets.proof(`${sessionId}.${generation}`)}`,
    /** Throws `unauthorised` when we never gave this token out. */
    readRefresh(token: string): { sessionId: string; generation: number } {
      const [sessionId = '', generation = '', proof = ''] = token.split('.');
      if (!isSame(proof, secrets.proof(`${sessionId}.${generation}`))) throw unauthorised();
      return { sessionId, generation: Number(generation) };
    },
  };
}
export type TokenMaker = ReturnType<typeof createTokens>;

export const unauthorised = () => new Fault('unauthorised', 'This login is not valid or no longer valid');

/** What is stored of a secret that comes back whole. */
export const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
