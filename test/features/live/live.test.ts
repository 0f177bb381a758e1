/** What a screen can rely on: it shows the state, whoever joins when, and nobody sees what is not theirs. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aNote, type Desk, type Note, startDesk, until } from './desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

const gateOf = () => {
  let open: () => void = () => undefined;
  const gate = new Promise<void>(go => {
    open = go;
  });
  return { gate, open };
};

test('a screen that comes later sees what was there before, and then every change', async () => {
  desk.store.commit(aNote());
  const room = desk.screen().watch<Note>('notes', 'north');
  await room.settled();
  expect(room.items()).toEqual([{ id: 'n1', version: 1, text: 'hello' }]);
  desk.store.commit(aNote({ version: 2, text: 'again' }));
  await until(
    () => room.get('n1')?.text,
    text => text === 'again',
  );
});

test('what is committed while the snapshot is read is neither missed nor taken back', async () => {
  desk.store.commit(aNote(), aNote({ id: 'n2' }), aNote({ id: 'n3' }));
  const { gate, open } = gateOf();
  desk.store.gate = gate;
  const room = desk.screen().watch<Note>('notes', 'north');
  await until(
    () => desk.store.reads,
    reads => reads === 1,
  );
  desk.store.commit(aNote({ version: 2, text: 'changed meanwhile' }), aNote({ id: 'n4', text: 'new meanwhile' }));
  desk.store.commit(aNote({ id: 'n2', version: 2, rooms: ['south'] }));
  desk.store.remove('n3');
  open();
  await room.settled();
  expect(
    room
      .items()
      .map(({ id, text }) => `${id} ${text}`)
      .sort(),
  ).toEqual(['n1 changed meanwhile', 'n4 new meanwhile']);
});

test('a change pushed right behind a snapshot is not swallowed by it', async () => {
  const { gate, open } = gateOf();
  desk.store.gate = gate;
  const room = desk.screen().watch<Note>('notes', 'north');
  await until(
    () => desk.store.reads,
    reads => reads === 1,
  );
  // Same turn: the read answers, and at once the next commit is told.
  open();
  await gate;
  await Promise.resolve();
  for (let i = 0; i < 5; i++) {
    desk.store.commit(aNote({ id: `late${i}` }));
    await Promise.resolve();
  }
  await room.settled();
  await until(
    () => room.items().length,
    count => count === 5,
  );
  expect(room.snapshots()).toBe(1);
});

test('a screen that reads ahead of the tail does not hide the change from the others', async () => {
  const first = desk.screen().watch<Note>('notes', 'north');
  await first.settled();
  desk.store.docs.set('n1', aNote({ version: 3, text: 'stored, not yet told' }));
  const second = desk.screen('kitchen:ben:north').watch<Note>('notes', 'north');
  await second.settled();
  await until(
    () => first.get('n1')?.version,
    version => version === 3,
  );
  desk.store.commit(aNote({ version: 3, text: 'stored, not yet told' }));
  expect(first.revision()).toBe(second.revision());
});

test('a note that moves to another room leaves the first screen and appears on the second', async () => {
  desk.store.commit(aNote());
  const north = desk.screen().watch<Note>('notes', 'north');
  const south = desk.screen('kitchen:ben:south').watch<Note>('notes', 'south');
  await Promise.all([north.settled(), south.settled()]);
  desk.store.commit(aNote({ version: 2, rooms: ['south'] }));
  await until(
    () => [north.items().length, south.items().length].join(),
    counts => counts === '0,1',
  );
});

test('an old word told again brings nothing back', async () => {
  const room = desk.screen().watch<Note>('notes', 'north');
  await room.settled();
  desk.store.commit(aNote({ version: 2, text: 'now' }), aNote({ version: 3, text: 'hidden' }));
  desk.store.commit(aNote({ version: 2, text: 'now' }), aNote({ id: 'last' }));
  await until(() => room.get('last'));
  expect(room.items().map(({ id }) => id)).toEqual(['last']);
});

test('a screen that missed a change notices it in the heartbeat and reads again', async () => {
  const room = desk.screen().watch<Note>('notes', 'north');
  await room.settled();
  const keeps = desk.screen('kitchen:ben:north').watch<Note>('notes', 'north');
  await keeps.settled();
  desk.store.commit(aNote());
  await until(() => room.get('n1'));
  // As if the push had been lost on the way.
  (room as unknown as { changed(push: object): void }).changed({ gone: { id: 'n1', version: 9 } });
  expect(room.items()).toEqual([]);
  desk.hub.beat();
  await until(() => room.get('n1'));
  expect(keeps.snapshots()).toBe(1);
});

test('a screen whose connection breaks shows the truth when it is back', async () => {
  const screen = desk.screen();
  const room = screen.watch<Note>('notes', 'north');
  await room.settled();
  screen.socket.io.engine.close();
  await until(() => !screen.connected());
  desk.store.commit(aNote({ text: 'while away' }));
  await until(
    () => room.get('n1')?.text,
    text => text === 'while away',
  );
});

test('many screens of one room that come at once cost one read', async () => {
  const { gate, open } = gateOf();
  desk.store.gate = gate;
  const rooms = Array.from({ length: 8 }, (_, i) => desk.screen(`kitchen:k${i}:north`).watch<Note>('notes', 'north'));
  await until(desk.asked, asked => asked === rooms.length);
  await until(() => desk.store.reads);
  open();
  await Promise.all(rooms.map(room => room.settled()));
  expect(desk.store.reads).toBe(1);
});

test('eight changes of one turn reach a screen in one write', async () => {
  let wire: import('node:net').Socket | undefined;
  desk.server.on('upgrade', request => {
    wire = request.socket;
  });
  const room = desk.screen().watch<Note>('notes', 'north');
  await room.settled();
  const writes: number[] = [];
  const [many, one] = [wire!._writev!.bind(wire), wire!._write.bind(wire)];
  wire!._writev = (chunks, done) => {
    writes.push(chunks.length);
    many(chunks, done);
  };
  wire!._write = (chunk, encoding, done) => {
    writes.push(1);
    one(chunk, encoding, done);
  };
  desk.store.commit(...Array.from({ length: 8 }, (_, i) => aNote({ id: `n${i}` })));
  await until(
    () => room.items().length,
    count => count === 8,
  );
  expect(writes).toHaveLength(1);
});
