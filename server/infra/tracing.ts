/** Spans in the OpenTelemetry form, sent to a collector by OTLP over HTTP; off unless one is named. No person's data goes into them. */

/** A piece of work that is over. */
export interface Work {
  name: string;
  kind: 'server' | 'client' | 'internal';
  /** By `performance.now()`; it ends now. */
  startedMs: number;
  attributes: Record<string, string | number>;
  failed?: boolean;
  /** The caller's `traceparent` header: this work belongs to its trace. */
  parent?: string | undefined;
}
export interface Tracing {
  record(work: Work): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** `url`: where the collector takes traces, e.g. http://collector:4318/v1/traces; absent: null, and nothing is loaded. */
export const openTracing = async (url: string | undefined): Promise<Tracing | null> =>
  url === undefined ? null : (await import('./otlp.ts')).createTracing(url);
