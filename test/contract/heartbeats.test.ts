/** The MongoDB engine connects anew when the driver stops watching its server. */
import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { createLog } from '../../server/infra/log.ts';
import { keepHeartbeats } from '../../server/infra/store/mongo/heartbeats.ts';
import { until } from './thing.ts';

function driver({ refusals = 0 } = {}) {
  const did: string[] = [];
  const client = Object.assign(new EventEmitter(), {
    close: async () => void did.push('close'),
    async connect() {
      did.push('connect');
      if (did.filter(one => one === 'connect').length <= refusals) throw new Error('not there');
    },
  });
  const end = keepHeartbeats(client as never, { stuckMs: 20, log: createLog('silent') });
  const beat = (what: string) => client.emit(`serverHeartbeat${what}`, { connectionId: 'a:1' });
  return { did, end, beat };
}

test('a heartbeat that never ends makes it connect anew, as often as it takes', async () => {
  const { did, end, beat } = driver({ refusals: 2 });
  beat('Started');
  await until(() => did.length === 4);
  expect(did).toEqual(['close', 'connect', 'connect', 'connect']);
  end();
});

test('heartbeats that end, well or badly, leave the connection alone', async () => {
  const [quiet, stuck] = [driver(), driver()];
  for (const outcome of ['Succeeded', 'Failed']) {
    quiet.beat('Started');
    quiet.beat(outcome);
  }
  // Begun later than the quiet one's: when it has acted, the quiet one's time is over too.
  stuck.beat('Started');
  await until(() => stuck.did.length === 2);
  expect(quiet.did).toEqual([]);
  quiet.end();
  stuck.end();
});

test('after the end nothing is connected any more', async () => {
  const [ended, stuck] = [driver(), driver()];
  ended.beat('Started');
  ended.end();
  stuck.beat('Started');
  await until(() => stuck.did.length === 2);
  expect(ended.did).toEqual([]);
  stuck.end();
});
