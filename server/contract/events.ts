/** Every event on the socket, both ways: what a screen may send, what it is sent, and how each is answered. */
import { z } from 'zod';
import { Id } from './common.ts';

const version = z.number().int().min(0);
const viewName = z.string().min(1).max(60);

/** Room of a view: whose tickets, whose route, which order. */
export const WatchRequest = z.object({ view: viewName, of: Id });
/** Which items a person can now see: they need no further alarm. */
export const SeenReport = WatchRequest.extend({
  items: z.array(z.object({ id: Id, version })).max(500),
});
/** Something a person does; `body` is the action's own. */
export const DoRequest = z.object({ action: z.string().min(1).max(60), body: z.unknown() });
/** A fresh token for the same caller, before the old one runs out. */
export const TokenRequest = z.object({ token: z.string().min(1).max(8192) });

/** An instant as it stands on the wire. */
const Wired = z.iso.datetime({ offset: true });
export const ItemOnWire = z.looseObject({ id: z.string(), version });

/** A room as it is; `unseen` are the items that still need a `seen`. */
export const Snapshot = z.object({
  view: z.string(),
  of: z.string(),
  revision: z.string(),
  businessAt: Wired,
  wallAt: Wired,
  items: z.array(ItemOnWire),
  unseen: z.array(z.object({ id: z.string(), version })).optional(),
});
/** One item is new, has changed, or is gone; `revision` is the room's after it. */
export const Changed = z.object({
  view: z.string(),
  of: z.string(),
  revision: z.string(),
  /** Server wall time when the commit was heard of: how long a push took can be measured. */
  wallAt: Wired,
  item: ItemOnWire.optional(),
  gone: z.object({ id: z.string(), version }).optional(),
});
/** The heartbeat: a screen whose revision differs reads the snapshot again; one that hears none says how old it is. */
export const Beat = z.object({
  businessAt: Wired,
  wallAt: Wired,
  views: z.array(z.object({ view: z.string(), of: z.string(), revision: z.string() })),
});
/** First word on every connection. */
export const Welcome = z.object({ screenId: z.string(), expiresAt: Wired, businessAt: Wired, wallAt: Wired });
/** A watched room is no longer the screen's to see: nothing more of it is pushed, and asking again would be refused like this. */
export const Dropped = z.object({
  view: z.string(),
  of: z.string(),
  error: z.object({ code: z.string(), message: z.string() }),
});
export type Dropped = z.infer<typeof Dropped>;
/** Last word before the server cuts a screen. */
export const Cut = z.object({ reason: z.enum(['revoked', 'expired', 'slow', 'flood', 'stopping']) });
export type CutReason = z.infer<typeof Cut>['reason'];

/** How every refused event is answered. */
export const Refused = z.object({
  ok: z.literal(false),
  error: z.object({
    code: z.string(),
    message: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    about: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type Refused = z.infer<typeof Refused>;

/** What a screen sends: event → its payload and its answer. Every answer may also be `Refused`. */
export const fromScreen = {
  watch: {
    summary: 'Begin to watch a room; the answer is its snapshot',
    payload: WatchRequest,
    answer: z.object({ ok: z.literal(true), snapshot: Snapshot }),
  },
  unwatch: { summary: 'Stop watching a room', payload: WatchRequest, answer: z.object({ ok: z.literal(true) }) },
  seen: {
    summary: 'Items of a snapshot are now on the screen',
    payload: SeenReport,
    answer: z.object({ ok: z.literal(true) }),
  },
  do: {
    summary: 'Do something a person may do',
    payload: DoRequest,
    answer: z.object({ ok: z.literal(true), answer: z.unknown() }),
  },
  token: {
    summary: 'Renew the login on the open socket',
    payload: TokenRequest,
    answer: z.object({ ok: z.literal(true), expiresAt: Wired }),
  },
} as const;

/** What the server sends. A `changed` that carries an acknowledgement is answered `{ seen: true }` by a screen that shows it. */
export const fromServer = {
  welcome: { summary: 'Who you are here, and until when', payload: Welcome },
  changed: { summary: 'One item of a watched room', payload: Changed },
  beat: { summary: 'Server time and the revision of a watched room', payload: Beat },
  dropped: { summary: 'A room this screen may no longer watch', payload: Dropped },
  cut: { summary: 'Why the server closes this socket', payload: Cut },
} as const;

/** Instants become text on the way to a screen. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? Wire<E>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T;
export type Snapshot = z.infer<typeof Snapshot>;
export type Changed = z.infer<typeof Changed>;
export type Beat = z.infer<typeof Beat>;
export type Welcome = z.infer<typeof Welcome>;
export type Answer<E extends keyof typeof fromScreen> = z.infer<(typeof fromScreen)[E]['answer']> | Refused;
