/** What couriers' phones say: judged, kept in memory at once, written now and then; and who has fallen silent. */
import type { Courier } from '../../../contract/couriers.ts';
import { change, type Step } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Metrics } from '../../../infra/metrics.ts';
import { isSilent, type Reading, type Sent } from '../rules.ts';
import type { CourierStore } from '../store.ts';
import { positionFigures } from './figures.ts';
import type { Roster } from './roster.ts';
import type { Tracker } from './tracker.ts';

export interface SilenceSettings {
  afterS: number;
  afterWallMs: number;
}
type Listener = (courier: Courier, accepted: readonly Reading[]) => void | Promise<void>;
interface Needs {
  store: CourierStore;
  roster: Roster;
  tracker: Tracker;
  clock: Clock;
  metrics: Metrics;
  silence: SilenceSettings;
}

export function createPositions({ store, roster, tracker, clock, metrics, silence }: Needs) {
  const figures = positionFigures(metrics);
  const listeners: Listener[] = [];

  const known = async (courierId: string): Promise<Courier> => {
    const courier = roster.get(courierId) ?? (await store.get(courierId));
    if (!courier) throw new Fault('not_found', `There is no courier ${courierId}`, { courierId });
    roster.put(courier);
    return courier;
  };
  const write = async (courier: Courier, decide: (doc: Courier) => Step<Courier>) => {
    const saved = await change(store.docs, courier.id, { decide, stamp: { at: clock.now() } });
    roster.put(saved);
    return saved;
  };
  const save = async (courier: Courier) => {
    const place = tracker.unsaved(courier, clock.now());
    const back = courier.presence !== 'live' && courier.status !== 'off';
    if (!place && !back) return;
    const saved = await write(courier, doc =>
      doc.status === 'off'
        ? null
        : {
            set: { ...place, presence: 'live' },
            facts: doc.presence === 'live' ? [] : [{ name: 'courier.heard', data: {} }],
          },
    );
    if (place) tracker.saved(saved);
  };
  return {
    /** Takes a batch of readings; off duty nothing is kept, because nobody may know. */
    async take(courierId: string, batch: readonly Sent[]) {
      const courier = await known(courierId);
      if (courier.status === 'off')
        throw new Fault('conflict', 'Off duty nobody wants to know where you are', { status: 'off' });
      const { accepted, refusals } = tracker.take(courier, batch, clock.now());
      tracker.hear(courier, clock.now());
      figures.count(accepted.length, refusals);
      await save(courier);
      if (accepted.length > 0) for (const listener of listeners) await listener(courier, accepted);
      return { accepted: accepted.length, refused: refusals.length, refusals };
    },
    /** Hears of every accepted batch. */
    onAccepted: (listener: Listener) => void listeners.push(listener),
    hear: (courier: Courier) => tracker.hear(courier, clock.now()),
    /** A shift begins here: older readings prove nothing. */
    begin(courier: Courier, at: Reading | null) {
      tracker.forget(courier.id);
      if (at) tracker.take(courier, [at], clock.now());
      tracker.hear(courier, clock.now());
    },
    /** The shift is over: nobody may know any more. */
    end: (courierId: string) => tracker.forget(courierId),
    last: tracker.position,
    /** What may be told of a courier's place: nothing off duty; after a restart what was written last. */
    async told(courierId: string): Promise<Reading | null> {
      const { status, point, pointAt } = await known(courierId);
      if (status === 'off') return null;
      return tracker.position(courierId) ?? (point && pointAt && { point, at: pointAt });
    },
    /** The clock's part: marks those who have not been heard of for too long, so that the console is told. */
    async markSilent() {
      await roster.ready();
      for (const courier of roster.onDuty()) {
        const heard = tracker.silence(courier, clock.now());
        if (courier.presence === 'silent' || !isSilent(heard, silence)) continue;
        await write(courier, doc =>
          doc.status === 'off' || doc.presence === 'silent'
            ? null
            : {
                set: { presence: 'silent' },
                facts: [{ name: 'courier.silent', data: { silentS: Math.round(heard.silentS) } }],
              },
        );
      }
    },
  };
}
export type Positions = ReturnType<typeof createPositions>;
