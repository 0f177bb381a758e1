/** A route as data: what it takes, who may call it, what it answers. The router, the docs and the access test read the same list. */
import type { z } from 'zod';
import type { Policy, Principal } from '../../contract/access.ts';
import type { Doc } from '../store/port.ts';

/** What a handler is given: parsed input, the caller, and the raw body where the route asked for it. */
export interface Call<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** Null on routes open to `anyone`. */
  caller: Principal;
  raw: Buffer;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  method: string;
  /** Path without query. */
  path: string;
  search: string;
  /** The version the caller has seen, of routes with `current`; null: not said. */
  seen: number | null;
  requestId: string;
}

/** `status` defaults to 200; `raw` keeps the body unparsed for a signature check and answers exactly what the handler returns. */
export interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** `/outlets/:outletId/tickets` */
  path: string;
  /** Area in the docs: Orders, Kitchen … */
  tag: string;
  summary: string;
  policy: Policy;
  params?: P;
  query?: Q;
  body?: B;
  answer: A;
  status?: number;
  /** Further statuses it answers, for the documents; a success without a form of its own has that of `answer`. */
  also?: Readonly<Record<number, { means: string; answer?: z.ZodType }>>;
  /** Media type of its successes where they are not JSON. */
  answerType?: string;
  /** Documented request body; a test sends it. */
  example?: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };
  /** Repeating the same Idempotency-Key gives the same answer; false: a question by POST, or what ends the login itself. */
  idempotent?: false;
  /** The answer holds a secret: never stored, and repeated for a while by the process that gave it. */
  secret?: true;
  /** Heeds If-Match; how the document that is stored looks to a caller who had seen another version. */
  current?(doc: Doc): z.input<A>;
  raw?: boolean;
  /** `strict`: the small limit of logins and pairing codes. Default: the caller's limit, for `raw` routes the pushes' limit. */
  rate?: 'strict';
  handler(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.input<A> | Reply> | z.input<A> | Reply;
}

/** An answer whose status, headers or body form the route decides itself. */
export class Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export type Route = RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** Declares one route; only a name for type inference. */
export const route = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  spec: RouteSpec<P, Q, B, A>,
): Route => spec as unknown as Route;
