/** Pushes that were not believed: counted, and the newest kept as a trace that names no person and opens no door. */
import { createHash } from 'node:crypto';
import { Counter, type Registry } from 'prom-client';
import type { RefusalView } from '../../../contract/channels.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Doubt, Push } from '../adapters/adapter.ts';

const tracesKept = 200;

export function createRefusals({ metrics, clock }: { metrics: Registry; clock: Clock }) {
  const traces: RefusalView[] = [];
  const count = new Counter({
    name: 'huidan_pushes_refused_total',
    help: 'Pushes that were not believed',
    labelNames: ['channel', 'reason'],
    registers: [metrics],
  });
  return {
    note(channel: string, push: Push, { doubt, keyId }: { doubt: Doubt; keyId: string | null }) {
      count.inc({ channel, reason: doubt });
      traces.unshift({
        ...{ at: clock.now(), channel, reason: doubt, push: push.name, bytes: push.raw.length },
        keyId: keyId?.slice(0, 60) ?? null,
        bodyDigest: createHash('sha256').update(push.raw).digest('hex').slice(0, 16),
      });
      if (traces.length > tracesKept) traces.pop();
    },
    list: (): readonly RefusalView[] => traces,
  };
}
export type Refusals = ReturnType<typeof createRefusals>;
