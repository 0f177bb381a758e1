/** What a screen sees when the store's changes are not heard for a while, or lost. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aNote, type Desk, type Note, startDesk, until } from './desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

const textsOf = (items: readonly Note[]) => items.map(({ id, text }) => `${id} ${text}`).sort();

test('after changes were lost a screen shows what is stored, though nobody told of it', async () => {
  desk.store.commit(aNote(), aNote({ id: 'n2' }), aNote({ id: 'n3' }));
  const room = desk.screen().watch<Note>('notes', 'north');
  await room.settled();
  desk.store.isHeard = false;
  desk.store.commit(aNote({ version: 2, text: 'changed' }), aNote({ id: 'n2', version: 2, rooms: ['south'] }));
  desk.store.remove('n3');
  desk.store.commit(aNote({ id: 'n4', text: 'new' }));
  desk.store.lose();
  await until(
    () => textsOf(room.items()).join(),
    texts => texts === 'n1 changed,n4 new',
  );
});

test('while changes are not heard no beat says that a screen is up to date', async () => {
  desk.store.commit(aNote());
  const screen = desk.screen();
  const room = screen.watch<Note>('notes', 'north');
  await room.settled();
  desk.store.isHeard = false;
  let beats = 0;
  screen.socket.on('beat', () => beats++);
  desk.hub.beat();
  desk.store.commit(aNote({ version: 2, text: 'missed' }));
  desk.store.lose();
  // What was missed comes behind any beat there was.
  await until(
    () => room.get('n1')?.text,
    text => text === 'missed',
  );
  expect(beats).toBe(0);
  desk.hub.beat();
  await until(
    () => beats,
    heard => heard === 1,
  );
});
