/** A client of the public HTTP API: bearer tokens, JSON, and how long each answer took. */
import { randomUUID } from 'node:crypto';

export interface Answer<T = unknown> {
  status: number;
  ok: boolean;
  body: T;
  /** Wall milliseconds from sending to having the whole answer. */
  ms: number;
}

export interface Ask {
  token?: string | undefined;
  body?: unknown;
  /** Sent as it is, for signed pushes. */
  raw?: string;
  headers?: Record<string, string>;
  /** The same key again gives the same answer. */
  idempotencyKey?: string;
}

export function createApi(url: string) {
  async function ask<T>(
    method: string,
    path: string,
    { token, body, raw, headers = {}, idempotencyKey }: Ask = {},
  ): Promise<Answer<T>> {
    const began = performance.now();
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
        ...headers,
      },
      ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, ok: answer.ok, body: parsed(text) as T, ms: performance.now() - began };
  }
  /** Asks and throws unless the answer is a success: for what must work. */
  async function must<T>(method: string, path: string, options: Ask = {}): Promise<T> {
    const answer = await ask<T>(method, path, { idempotencyKey: randomUUID(), ...options });
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  return { url, ask, must };
}
export type Api = ReturnType<typeof createApi>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
