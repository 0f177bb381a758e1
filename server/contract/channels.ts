/** What partners, diners and staff say to channels: the open protocol, the diner API, accounts, and messages kept aside. */
import { z } from 'zod';
import { At, Id, Instant, Place, PriceFen } from './common.ts';
import { ChosenOption, IncomingLine, Money, OrderKind, OrderStatus } from './orders.ts';

/** A partner's shop: any text without control characters; empty: the chain, then an outlet is chosen. */
const ShopId = z.string().max(128);
const Subject = { externalId: Id, shopId: ShopId.default('') };

/** POST /channels/open/orders: a whole order. Money is integer fen; instants carry an offset. */
export const OpenOrder = z.object({
  ...Subject,
  /** One of our outlets: then it is checked, not chosen. */
  outletId: Id.optional(),
  kind: OrderKind,
  /** Who rides; without it our couriers deliver a delivery and nobody rides for the rest. */
  deliveredBy: z.enum(['own', 'platform', 'none']).optional(),
  placedAt: Instant,
  /** Absent: as soon as possible. */
  wantedAt: Instant.optional(),
  diner: z.object({ name: z.string().max(100), phone: z.string().max(40) }),
  dropOff: Place.optional(),
  lines: z.array(IncomingLine).min(1).max(200),
  money: Money,
  payment: z.enum(['paid', 'on_delivery']),
  note: z.string().max(1000).optional(),
});
export type OpenOrder = z.output<typeof OpenOrder>;

/** POST /channels/open/cancels. */
export const OpenCancel = z.object({ ...Subject, reason: z.string().min(1).max(500) });
/** GET /channels/open/orders?externalId=…&shopId=… */
export const OpenQuery = z.object(Subject);

/** An order as its partner may see it. */
export const OpenStatus = z.object({
  orderId: Id,
  externalId: Id,
  shopId: z.string(),
  status: OrderStatus,
  outletId: z.string().nullable(),
  number: z.string().nullable(),
  promisedAt: At.nullable(),
  updatedAt: At,
});

/** The changes a partner is told of. */
export const OpenEventName = z.enum([
  'order.accepted',
  'order.rejected',
  'order.delayed',
  'order.cooking',
  'order.ready',
  'order.collected',
  'order.delivered',
  'order.cancelled',
]);
export type OpenEventName = z.infer<typeof OpenEventName>;

/** A webhook's body: at least once, in order per order; `eventId` is the same however often it is sent. */
export const OpenEvent = z.object({
  eventId: z.string(),
  event: OpenEventName,
  /** When it happened. */
  at: At,
  order: OpenStatus.omit({ updatedAt: true }),
  reason: z.string().nullable(),
});
export type OpenEvent = z.infer<typeof OpenEvent>;

/** What a diner chose from the menu. */
export const BasketItem = z.object({
  dishId: Id,
  quantity: z.number().int().min(1).max(99),
  options: z
    .array(ChosenOption.pick({ groupId: true, optionId: true, quantity: true }).required())
    .max(50)
    .default([]),
  note: z.string().max(500).optional(),
});
export type BasketItem = z.output<typeof BasketItem>;

const OwnChannel = z.enum(['app', 'miniprogram']);
const Wish = {
  channel: OwnChannel,
  kind: OrderKind,
  /** One outlet; without it the one that can serve soonest. Dine-in and pickup need it. */
  outletId: Id.optional(),
  wantedAt: Instant.optional(),
  dropOff: Place.optional(),
  items: z.array(BasketItem).min(1).max(100),
};
/** What is delivered needs a place, what is fetched or eaten there an outlet: without it, it can never be served. */
export const needsPlaces = (
  wish: { kind: string; dropOff?: unknown; outletId?: unknown },
  issues: z.core.$RefinementCtx,
) => {
  if (wish.kind === 'delivery' && !wish.dropOff)
    issues.addIssue({ code: 'custom', path: ['dropOff'], message: 'A delivery needs a place to go to' });
  if (wish.kind !== 'delivery' && !wish.outletId)
    issues.addIssue({ code: 'custom', path: ['outletId'], message: 'Pickup and dine-in need an outlet' });
};
export const QuoteBody = z.object(Wish).superRefine(needsPlaces);
export type QuoteBody = z.output<typeof QuoteBody>;

/** `clientOrderId` makes it repeatable; `acceptTotalFen` is the total the diner has seen and agreed to. */
export const DinerOrderBody = z
  .object({
    ...Wish,
    clientOrderId: z.string().min(1).max(100),
    diner: z.object({ name: z.string().min(1).max(100), phone: z.string().min(5).max(40) }),
    acceptTotalFen: PriceFen,
    note: z.string().max(1000).optional(),
  })
  .superRefine(needsPlaces);
export type DinerOrderBody = z.output<typeof DinerOrderBody>;

/** Our account with a platform, or a partner's settings; the secret is never shown. */
export const ChannelAccountView = z.object({
  accountId: z.string(),
  version: z.number().int(),
  channel: z.string(),
  appId: z.string(),
  hasSecret: z.boolean(),
  apiUrl: z.string().nullable(),
  callbackUrls: z.array(z.string()),
  webhookUrl: z.string().nullable(),
  active: z.boolean(),
});
const WebUrl = z.url({ protocol: /^https?$/ }).max(500);
export const ChannelAccountBody = z.object({
  channel: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/),
  /** Empty for a partner of the open protocol. */
  appId: z
    .string()
    .max(100)
    .regex(/^[\w-]*$/)
    .default(''),
  /** Left out: stays as it is. */
  secret: z.string().min(1).max(500).optional(),
  /** Where the platform takes our calls; null: it is not called. */
  apiUrl: WebUrl.nullable().default(null),
  /** Each callback URL exactly as registered with the platform: it is part of what the platform signs. */
  callbackUrls: z.array(WebUrl).max(30).default([]),
  /** Where a partner hears of changes; null: nowhere. */
  webhookUrl: WebUrl.nullable().default(null),
  active: z.boolean().default(true),
});
export type ChannelAccountBody = z.output<typeof ChannelAccountBody>;

/** An authentic message that could not be understood; `raw` is shown to head office only. */
export const QuarantinedView = z.object({
  messageId: z.string(),
  version: z.number().int(),
  channel: z.string(),
  push: z.string(),
  reason: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
  status: z.enum(['early', 'degraded', 'open', 'replayed', 'dismissed']),
  receivedAt: At,
  orderId: z.string().nullable(),
  raw: z.string().nullable(),
});
/** `raw`: a corrected text; without it the kept one is read again. */
export const ReplayBody = z.object({ raw: z.string().min(1).max(1_000_000).optional() });

/** Why nothing is to be done about a kept message. */
export const DismissBody = z.object({ reason: z.string().min(1).max(500) });

/** What is left of a push that was refused: enough to find the mistake, nothing that identifies a person or opens a door. */
export const RefusalView = z.object({
  at: At,
  channel: z.string(),
  push: z.string(),
  reason: z.string(),
  keyId: z.string().nullable(),
  bytes: z.number().int(),
  bodyDigest: z.string(),
});
export type RefusalView = z.infer<typeof RefusalView>;

/** What is being told to a platform or partner about one order. */
export const OutboxView = z.object({
  orderId: z.string(),
  version: z.number().int(),
  channel: z.string(),
  state: z.enum(['due', 'idle', 'parked']),
  nextAt: At.nullable(),
  steps: z.array(
    z.object({
      call: z.string(),
      status: z.enum(['due', 'done', 'refused', 'skipped']),
      attempts: z.number().int(),
      lastError: z.string().nullable(),
    }),
  ),
});
