/** What must be seen by a person is waited for: a screen that shows it, or somebody is told in time. */
import { afterEach, expect, test } from '@jest/globals';
import type { Item, View } from '../../../server/infra/live/view.ts';
import { aNote, type Desk, type Note, startDesk, until } from './desk.ts';

let desk: Desk;
afterEach(() => desk.stop());

async function startWaiting(withinMs: number) {
  const seen: string[] = [];
  const late: string[] = [];
  const ack: NonNullable<View['ack']> = {
    withinMs,
    by: ['kitchen'],
    needs: item => (item as Item & Note).text.startsWith('please look'),
    onSeen: (item, screenId) => void seen.push(`${item.id} by ${screenId}`),
    onLate: (item, of) => void late.push(`${item.id} at ${of}`),
  };
  desk = await startDesk({ ack });
  return { ...desk, seen, late };
}
const urgent = (over: Partial<Note> = {}) => aNote({ text: 'please look', ...over });

test('a note that one of two screens shows counts as seen, once', async () => {
  const { screen, store, seen, late } = await startWaiting(60_000);
  const rooms = [screen(), screen('kitchen:ben:north')].map(one => one.watch<Note>('notes', 'north'));
  await Promise.all(rooms.map(room => room.settled()));
  store.commit(urgent());
  await until(() => seen.length);
  store.commit(aNote({ version: 2, text: 'done' }), urgent({ id: 'n2' }));
  await until(
    () => seen.length,
    count => count === 2,
  );
  expect(seen.map(line => line.slice(0, 5))).toEqual(['n1 by', 'n2 by']);
  expect(late).toEqual([]);
});

test('a note for a room without any screen is reported late', async () => {
  const { store, late, seen } = await startWaiting(20);
  store.commit(urgent(), aNote({ id: 'n2', text: 'not urgent' }));
  await until(() => late.length);
  expect(late).toEqual(['n1 at north']);
  expect(seen).toEqual([]);
});

test('a screen that is connected but shows nothing does not make a note seen', async () => {
  const { screen, store, late, seen } = await startWaiting(20);
  const dead = screen('kitchen:anna:north', { acknowledges: false }).watch<Note>('notes', 'north');
  await dead.settled();
  store.commit(urgent());
  await until(() => dead.get('n1'));
  await until(() => late.length);
  expect(seen).toEqual([]);
});

test('a screen of those whose eyes do not count makes no note seen', async () => {
  const { screen, store, late, seen } = await startWaiting(20);
  const manager = screen('manager:mia:north').watch<Note>('notes', 'north');
  await manager.settled();
  store.commit(urgent());
  await until(() => manager.get('n1'));
  await until(() => late.length);
  expect(seen).toEqual([]);
});

test('a late note is reported once however often it changes, and may still be seen afterwards', async () => {
  const { screen, store, late, seen } = await startWaiting(20);
  store.commit(urgent());
  await until(() => late.length);
  store.commit(urgent({ version: 2, text: 'please look, alarm' }));
  await screen().watch<Note>('notes', 'north').settled();
  await until(() => seen.length);
  expect([late, seen]).toEqual([['n1 at north'], ['n1 by anna']]);
});

test('a note that was there before the screen counts as seen when the screen shows its snapshot', async () => {
  const { screen, store, late, seen } = await startWaiting(60_000);
  store.docs.set('n1', urgent());
  await screen().watch<Note>('notes', 'north').settled();
  await until(() => seen.length);
  expect([late, seen]).toEqual([[], ['n1 by anna']]);
});

test('a note that was moved is waited for where it is now', async () => {
  const { store, late } = await startWaiting(20);
  store.commit(urgent());
  store.commit(urgent({ version: 2, rooms: ['south'] }));
  await until(() => late.length);
  expect(late).toEqual(['n1 at south']);
});

test('nobody can report as seen what he does not watch', async () => {
  const { screen, store, seen } = await startWaiting(60_000);
  store.commit(urgent());
  const anna = screen();
  const answer = await anna.socket.emitWithAck('seen', {
    view: 'notes',
    of: 'north',
    items: [{ id: 'n1', version: 1 }],
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect(seen).toEqual([]);
});
