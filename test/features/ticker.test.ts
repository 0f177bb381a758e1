/** What the clock drains goes on being drained, whatever somebody does to the machine's time. */
import { afterEach, expect, test } from '@jest/globals';
import { wallClock } from '../../server/infra/clock.ts';
import { createLog } from '../../server/infra/log.ts';
import { createSchedule } from '../../server/infra/schedule.ts';
import { until } from './dispatch.house.ts';

const real = Date;
const set = (byMs: number) => {
  globalThis.Date = class extends real {
    constructor(...args: [] | [number]) {
      super(args.length === 0 ? real.now() + byMs : args[0]);
    }
    static override now = () => real.now() + byMs;
  } as DateConstructor;
};
const hourMs = 3_600_000;
const schedule = createSchedule({ clock: wallClock(), log: createLog('silent') });
afterEach(async () => {
  globalThis.Date = real;
  await schedule.stop();
});

test('a machine whose clock is set back an hour, or forward a day, goes on draining what is due', async () => {
  let drained = 0;
  schedule.every(1, 'drain', async () => drained++);
  schedule.start();
  await until(() => drained > 0);
  for (const byMs of [-hourMs, 24 * hourMs]) {
    set(byMs);
    const before = drained;
    await until(() => drained > before + 1);
  }
  expect(drained).toBeGreaterThan(4);
});
