/** A follower whose place in MongoDB's history is gone: the server's part is played, because no stand-in forgets. */
import { expect, test } from '@jest/globals';
import type { mongo } from 'mongoose';
import { createLog } from '../../server/infra/log.ts';
import { follow } from '../../server/infra/store/mongo/follow.ts';
import type { Stored } from '../../server/infra/store/mongo/shape.ts';
import type { Change } from '../../server/infra/store/port.ts';
import { until } from './thing.ts';

type Token = { _data: string };
const later = () => new Promise(resolve => setTimeout(resolve, 1));
const refusal = (about: object) => Object.assign(new Error('the stream ended'), about);

/** A collection's log of inserts, with others' between them, whose ids begin with a dash; a stream resumed before `keptFrom` is refused as the server refuses it. */
function forgetful(refused: Error) {
  const log: string[] = [];
  const state = { keptFrom: 0, readTo: 0, away: false, broken: null as Error | null };
  const check = (at: number) => {
    if (state.away) throw refusal({ name: 'MongoNetworkError' });
    if (at < state.keptFrom) throw refused;
  };
  const watch = (_: unknown, { resumeAfter }: { resumeAfter?: Token }) => {
    let at = resumeAfter ? Number(resumeAfter._data) : log.length;
    let error: Error | null = null;
    return {
      get resumeToken(): Token {
        return { _data: String(at) };
      },
      async tryNext() {
        await later();
        error ??= state.broken;
        state.broken = null;
        if (error) throw error;
        check(at);
        const id = log[at];
        if (id === undefined) return null;
        state.readTo = ++at;
        if (id.startsWith('-')) return null;
        return { _id: { _data: String(at) }, operationType: 'insert', fullDocument: { _id: id, version: 1 } };
      },
      close: async () => undefined,
    };
  };
  const collection = { collectionName: 'things', watch } as unknown as mongo.Collection<Stored>;
  return { state, collection, insert: (id: string) => void log.push(id), length: () => log.length };
}

async function followed(refused: Error) {
  const server = forgetful(refused);
  const told: string[] = [];
  const following = await follow({
    collections: [server.collection],
    token: null,
    onChanges: (changes: Change[]) => void told.push(...changes.map(({ id }) => id)),
    onLost: () => void told.push('lost'),
    log: createLog('silent'),
  });
  server.insert('before');
  await until(() => told.includes('before'));
  return { server, told, following };
}

test.each([
  ['history lost', { code: 286 }],
  ['fatal', { code: 280 }],
  ['invalid token', { code: 260 }],
  ['not resumable', { errorLabels: ['NonResumableChangeStreamError'] }],
])('a stream that cannot be resumed (%s) begins anew, and its follower is told what it missed', async (_, about) => {
  const { server, told, following } = await followed(refusal(about));
  server.state.broken = refusal({ name: 'MongoNetworkError' });
  server.insert('forgotten');
  server.state.keptFrom = server.length();
  await until(() => !following.isCurrent());
  await until(() => following.isCurrent());
  server.insert('after');
  await until(() => told.includes('after'));
  expect(told).toEqual(['before', 'lost', 'after']);
  await following.stop();
});

test('a stream that can be resumed misses nothing and loses nothing, and is not current until it is back', async () => {
  const { server, told, following } = await followed(refusal({ code: 286 }));
  server.state.away = true;
  server.insert('while');
  await until(() => !following.isCurrent());
  expect(told).toEqual(['before']);
  server.state.away = false;
  await until(() => told.includes('while'));
  expect(following.isCurrent()).toBe(true);
  expect(told).toEqual(['before', 'while']);
  await following.stop();
});

test('a quiet collection keeps its place in the history while others are written to', async () => {
  const { server, told, following } = await followed(refusal({ code: 286 }));
  server.insert('-others');
  await until(() => server.state.readTo === server.length());
  // The stream has said its new place by the time it is read again.
  await later();
  await later();
  server.state.keptFrom = server.length();
  server.state.broken = refusal({ name: 'MongoNetworkError' });
  await until(() => !following.isCurrent());
  await until(() => following.isCurrent());
  server.insert('after');
  await until(() => told.includes('after'));
  expect(told).toEqual(['before', 'after']);
  await following.stop();
});
