/** How long things may take, in business seconds, and what an agent may give: defaults that an installation may override. */

export interface AcceptPolicy {
  /** The console is told after this long. */
  alarmS: number;
  /** The order is rejected after this long: for a platform shortly before it would cancel by itself. */
  rejectS: number;
  /** Platforms count from the placing, we from when the outlet had it. */
  from: 'placed' | 'assigned';
}

export interface OrderPolicy {
  unpaidS: number;
  /** A provider that was asked to pay is asked once more before the order expires, within this grace. */
  unpaidGraceS: number;
  /** A waiting order steps aside this long. */
  retryS: number;
  /** A scheduled order is released to the kitchens this long before it is wanted. */
  leadS: number;
  cancel: { withinS: number; otherwise: 'granted' | 'refused' };
  refund: { withinS: number; otherwise: 'granted' | 'refused' };
  /** What an agent may give back without asking a manager, as a refund or for an incident. */
  agentLimitFen: number;
  unseenS: number;
  own: AcceptPolicy;
  platform: AcceptPolicy;
  byChannel: Readonly<Record<string, AcceptPolicy>>;
  stuckS: Readonly<Partial<Record<string, number>>>;
}

const minS = 60;
const marginS = 30;
const platformS = (withinMin: number): AcceptPolicy => ({
  alarmS: 3 * minS,
  rejectS: withinMin * minS - marginS,
  from: 'placed',
});

export const defaultPolicy: OrderPolicy = {
  unpaidS: 15 * minS,
  unpaidGraceS: minS,
  retryS: 30,
  leadS: 60 * minS,
  cancel: { withinS: 3 * minS, otherwise: 'granted' },
  refund: { withinS: 24 * 60 * minS, otherwise: 'granted' },
  agentLimitFen: 5000,
  unseenS: 30,
  own: { alarmS: 5 * minS, rejectS: 20 * minS, from: 'assigned' },
  platform: platformS(11.5),
  byChannel: { douyin: platformS(15), jd: platformS(15), eleme: platformS(11.5) },
  stuckS: { accepted: 60 * minS, cooking: 60 * minS, ready: 45 * minS, collected: 90 * minS },
};

const ownChannels = new Set(['app', 'miniprogram', 'phone', 'counter', 'open']);

/** Our own channels: nobody but us counts the minutes. */
export const isOwnChannel = (channel: string) => ownChannels.has(channel);

export const acceptPolicy = (channel: string, policy: OrderPolicy): AcceptPolicy =>
  policy.byChannel[channel] ?? (isOwnChannel(channel) ? policy.own : policy.platform);
