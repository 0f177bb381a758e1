/** Whether a process should get traffic while it knows less than the store holds. */
import { afterEach, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';
import { until } from './dispatch.house.ts';

let started: TestApp;
afterEach(() => started.stop());

test('a process that missed changes says that it is not ready until it has read everything again', async () => {
  let lose: () => void = () => undefined;
  let isRead: () => void = () => undefined;
  started = await startApp({
    onKit({ db }) {
      const follow = db.follow;
      db.follow = (specs, token, onChanges, onLost) => {
        lose = () => onLost?.();
        return follow(specs, token, onChanges, onLost);
      };
    },
  });
  const { kit, url } = started;
  const ready = () => fetch(`${url}/ready`);
  expect((await ready()).status).toBe(200);
  kit.facts.onLost(() => new Promise<void>(resolve => (isRead = resolve)));
  lose();
  const answer = await ready();
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  await until(async () => {
    isRead();
    return (await ready()).status === 200;
  });
});
