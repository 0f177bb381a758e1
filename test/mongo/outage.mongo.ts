/** What the MongoDB engine does while its server is away, and afterwards. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createLog } from '../../server/infra/log.ts';
import { openMongo } from '../../server/infra/store/mongo/engine.ts';
import type { Change, Db } from '../../server/infra/store/port.ts';
import { next, specs, thing, things, until } from '../contract/thing.ts';
import { ownDatabase } from './database.ts';
import { type Line, lineTo } from './line.ts';

const { HUIDAN_TEST_MONGO: server = '' } = process.env;
/** The promise is one second; a busy machine gets one more. */
const soonMs = 2000;
let line: Line;
let db: Db;
let own: ReturnType<typeof ownDatabase>;

beforeAll(async () => {
  line = await lineTo(server);
  own = ownDatabase(line.host);
  db = await openMongo({ uri: own.by, specs, log: createLog('silent') });
});
afterEach(() => line.mend());
afterAll(async () => {
  await db.close();
  await own.drop();
  await line.close();
});

const refusedSoon = async (work: () => Promise<unknown>) => {
  const began = performance.now();
  await expect(work()).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - began).toBeLessThan(soonMs);
};
/** The connection finds its server again by itself, and nobody tells when. */
const untilItAnswers = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    const answer = await work().catch(() => null);
    if (answer !== null) return answer;
  }
};

test.each(['cut', 'hush'] as const)(
  'a line that was %s makes reads, writes and the health check unavailable at once',
  async how => {
    const store = db.of(things);
    await store.insert(thing(how));
    line[how]();
    await refusedSoon(() => store.get(how));
    await refusedSoon(() => store.insert(thing(`${how}-2`)));
    await refusedSoon(() => store.replaceIf(next(thing(how)), { version: 1 }));
    await refusedSoon(() => store.range('all', {}, { limit: 1 }));
    await refusedSoon(() => db.ping());
    line.mend();
    await untilItAnswers(() => store.insert(thing(`${how}-3`)));
    expect(await untilItAnswers(() => store.count('all', { id: { from: how, to: `${how}-9` } }))).toBe(2);
  },
);

test('a follower misses nothing that was written while its line was cut', async () => {
  const heard: Change[] = [];
  const following = await db.follow([things], null, changes => void heard.push(...changes));
  await db.of(things).insert(thing('before'));
  await until(() => heard.some(({ id }) => id === 'before'));
  const beside = await openMongo({ uri: own.uri, specs, log: createLog('silent') });
  line.cut();
  await beside.of(things).insert(thing('while'));
  line.mend();
  await beside.of(things).insert(thing('after'));
  await until(() => heard.some(({ id }) => id === 'after'));
  expect([...new Set(heard.map(({ id }) => id))]).toEqual(['before', 'while', 'after']);
  await following.stop();
  await beside.close();
});

test('a server that is not there fails the opening', () =>
  refusedSoon(() => openMongo({ uri: 'mongodb://127.0.0.1:9/huidan', specs, log: createLog('silent') })));
