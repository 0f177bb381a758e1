/** A route no screen has acknowledged: the clock says so as well, because a restart waits for nobody. */
import { expect, test } from '@jest/globals';
import type { Route } from '../../server/contract/routes.ts';
import { ackWithinMs, createSeenRoutes } from '../../server/features/dispatch/keeping/seen.ts';
import { aRoute, collect, deliver } from '../rules/routes.kit.ts';

/** Routes as they were stored, and a wall clock the test turns. */
function afterRestart(...stored: Route[]) {
  let nowMs = 0;
  const held = new Map(stored.map(route => [route.id, route]));
  const seen = createSeenRoutes({
    wallMs: () => nowMs,
    routes: {
      all: () => held.values(),
      async edit(id, decide) {
        const route = held.get(id)!;
        const step = decide(route);
        if (step) held.set(id, { ...route, ...step.set, version: route.version + 1 });
        return held.get(id)!;
      },
    },
  });
  return {
    seen,
    alarms: () => [...held.values()].map(({ id, alarms }) => [id, ...alarms]),
    async pass(ms: number) {
      nowMs += ms;
      await seen.tellLate();
    },
  };
}
const stops = [collect('a'), deliver('a')];

test('stops that nobody acknowledges after a restart are told to the console, once the screen has had its time', async () => {
  const house = afterRestart(
    aRoute(stops, { id: 'silent', ackedVersion: 2 }),
    aRoute(stops, { id: 'heard' }),
    aRoute([], { id: 'empty', ackedVersion: 2 }),
  );
  await house.pass(0);
  await house.pass(ackWithinMs - 1);
  expect(house.alarms()).toEqual([['silent'], ['heard'], ['empty']]);
  await house.pass(1);
  await house.pass(60_000);
  expect(house.alarms()).toEqual([['silent', 'unacknowledged'], ['heard'], ['empty']]);
  await house.seen.acknowledged('silent', 4);
  await house.pass(60_000);
  expect(house.alarms()[0]).toEqual(['silent']);
});
