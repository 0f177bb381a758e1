/** One fault type and one table; the HTTP and socket edges map it, nobody else does. */
const statusOf = {
  invalid: 400,
  unauthorised: 401,
  forbidden: 403,
  not_found: 404,
  wrong_method: 405,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
} as const;

export type FaultCode = keyof typeof statusOf;

/** An expected refusal: `code` for machines, `message` for people, `about` for details that may be shown. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly about: Readonly<Record<string, unknown>>;

  constructor(code: FaultCode, message: string, about: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'Fault';
    this.code = code;
    this.about = about;
  }

  get status(): number {
    return statusOf[this.code];
  }
}

/** Changed since the writer has seen it; `held` is what is stored, for whoever knows what of it may be shown. */
export class Stale extends Fault {
  readonly held: { id: string; version: number };

  constructor(held: Stale['held']) {
    super('conflict', 'This has been changed since it was read', { version: held.version });
    this.held = held;
  }
}
