/** What head office's console sees at once: messages that nobody could understand, as an alarm without their text. */
import { z } from 'zod';
import { QuarantinedView } from '../../contract/channels.ts';
import { type View, view } from '../../infra/live/view.ts';
import type { CollectionSpec } from '../../infra/store/port.ts';
import type { Kept } from './intake/kept.ts';
import type { KeptMessage } from './store.ts';

const Alarm = QuarantinedView.omit({ raw: true, messageId: true, issues: true }).extend({ id: z.string() });

const alarmOf = ({ id, version, channel, push, reason, status, receivedAt, orderId }: KeptMessage) => ({
  ...{ id, version, channel, push, reason, status, receivedAt, orderId },
});

export const channelViews = ({ source, kept }: { source: CollectionSpec<KeptMessage>; kept: Kept }): View[] => [
  view({
    name: 'kept-messages',
    summary: 'Authentic messages of `all` channels that wait for somebody to look at them',
    source,
    policy: { who: ['head_office'], scope: 'outlet' },
    params: of => ({ outletId: of }),
    of: () => ['all'],
    present: message => (message.status === 'open' || message.status === 'degraded' ? alarmOf(message) : null),
    load: async () => [...(await kept.list('open')), ...(await kept.list('degraded'))],
    item: Alarm,
  }),
];
