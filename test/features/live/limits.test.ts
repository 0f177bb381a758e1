/** Who is let in, who is cut and when: tokens, revocation, floods, clients that do not read, and events that make no sense. */
import { afterEach, expect, test } from '@jest/globals';
import { aNote, type Desk, type DeskOptions, type Note, startDesk, until } from './desk.ts';

let desk: Desk;
const start = async (options?: DeskOptions) => {
  desk = await startDesk(options);
  return desk;
};
afterEach(() => desk.stop());

const countBy = async (name: string, reason: string) => {
  const metric = await desk.metrics.getSingleMetric(name)!.get();
  return metric.values.find(({ labels }) => labels.reason === reason)?.value ?? 0;
};
const cutsBy = (reason: string) => countBy('huidan_sockets_cut_total', reason);

test('nobody gets a socket without a good token', async () => {
  const { screen } = await start();
  await expect(screen('').ready()).rejects.toMatchObject({ data: { code: 'unauthorised' } });
  await expect(screen('kitchen').ready()).rejects.toMatchObject({ message: 'This token is not good' });
  await screen().ready();
  expect(await countBy('huidan_sockets_refused_total', 'unauthorised')).toBe(2);
});

test('a kitchen watches its own outlet and no other, and acts only there', async () => {
  const { screen, store } = await start();
  store.commit(aNote({ rooms: ['south'] }));
  const north = screen();
  await expect(north.watch<Note>('notes', 'south').settled()).rejects.toMatchObject({ code: 'forbidden' });
  await expect(north.do('notes.say', { outletId: 'south', text: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(north.do('notes.say', { outletId: 'north', text: 'x' })).resolves.toEqual({ said: 'x' });
  await expect(screen('courier:cai:north').watch('notes', 'north').settled()).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('a revoked login loses its open socket at once and does not come back', async () => {
  const { screen, revoke } = await start();
  const [anna, ben] = [screen(), screen('kitchen:ben:north')];
  await Promise.all([anna.ready(), ben.ready()]);
  revoke('anna');
  await until(() => !anna.connected());
  expect(anna.cuts()).toEqual(['revoked']);
  expect(ben.connected()).toBe(true);
  anna.socket.connect();
  await expect(anna.ready()).rejects.toMatchObject({ data: { code: 'unauthorised' } });
});

test('a screen whose token runs out is cut, one that renews it in time stays', async () => {
  const { screen } = await start({ limits: { sweepMs: 20 } });
  const lazy = screen('kitchen:anna:north:150');
  const careful = screen('kitchen:ben:north:150');
  await careful.ready();
  await careful.renew('kitchen:ben:north:60000');
  await until(
    () => lazy.cuts(),
    cuts => cuts.includes('expired'),
  );
  expect(careful.connected()).toBe(true);
});

test('a token of somebody else does not renew a login', async () => {
  const { screen } = await start();
  const anna = screen();
  await expect(anna.renew('kitchen:ben:north')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(anna.renew('rubbish')).rejects.toMatchObject({ code: 'unauthorised' });
});

test('a login renewed with other rights keeps the rooms it still may watch', async () => {
  const { screen } = await start();
  const ben = screen('kitchen:ben:north');
  await ben.watch('notes', 'north').settled();
  await ben.renew('kitchen:ben:north:60000');
  await ben.renew('kitchen:ben:south');
  await until(() => ben.dropped().length > 0);
  expect(ben.dropped()).toEqual([expect.objectContaining({ view: 'notes', of: 'north' })]);
  await expect(ben.watch('notes', 'south').settled()).resolves.toBeUndefined();
});

test('events that make no sense are answered as refused and harm nobody', async () => {
  const { screen } = await start();
  const { socket, ready, connected } = screen();
  await ready();
  const nonsense: unknown[] = [
    null,
    7,
    'x',
    [],
    {},
    { view: 1 },
    { view: 'notes', of: '' },
    { view: 'none', of: 'north' },
    { view: '__proto__', of: 'north' },
    Buffer.from('x'),
  ];
  for (const event of ['watch', 'unwatch', 'seen', 'do', 'token'])
    for (const body of nonsense) {
      if (event === 'unwatch' && (body as { view?: unknown } | null)?.view) continue;
      const answer = await socket.timeout(2000).emitWithAck(event, body);
      expect(answer).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^(invalid|not_found|forbidden)$/) },
      });
    }
  socket.emit('watch');
  socket.emit('watch', 'no', 'callback', 3);
  socket.emit('nothing we know', {});
  expect(
    await socket.timeout(2000).emitWithAck('do', { action: 'notes.say', body: { outletId: 'north' } }),
  ).toMatchObject({
    error: { code: 'invalid', issues: [{ path: 'text' }] },
  });
  expect(connected()).toBe(true);
});

test('what no request may hold no event may hold either: broken text, lost digits, depth, keys of the prototype', async () => {
  const { screen } = await start();
  const { socket, ready } = screen();
  await ready();
  const nested = (levels: number): unknown => (levels === 0 ? [] : [nested(levels - 1)]);
  const forbidden: [string, object][] = [
    ['body.body.text', { text: 'half a dumpling \ud83e' }],
    ['body.body.\ufffd', { text: 'x', '\ud83e': 1 }],
    ['body.body.number', { text: 'x', number: 2 ** 53 + 2 }],
    [`body.body.deep${'.0'.repeat(62)}`, { text: 'x', deep: nested(70) }],
    ['body.body.__proto__', JSON.parse('{ "text": "x", "__proto__": { "polluted": true } }')],
  ];
  for (const [path, more] of forbidden) {
    const answer = await socket.emitWithAck('do', { action: 'notes.say', body: { outletId: 'north', ...more } });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid', issues: [{ path }] } });
  }
  for (const event of ['watch', 'unwatch', 'seen', 'token'])
    expect(await socket.emitWithAck(event, { view: 'notes', of: '\udc00' })).toMatchObject({
      error: { code: 'invalid' },
    });
});

test('a bug of ours is told to the screen without its words', async () => {
  const { screen } = await start();
  const failed = screen().do('notes.say', { outletId: 'north', text: 'explode' });
  await expect(failed).rejects.toMatchObject({ code: 'internal', message: 'Something went wrong on our side' });
});

test('a screen that sends too many events is slowed down, and cut when it does not stop', async () => {
  const { screen } = await start({ limits: { events: { perSecond: 1, burst: 5 } } });
  const noisy = screen();
  await noisy.ready();
  const say = () => noisy.do('notes.say', { outletId: 'north', text: 'x' });
  const answers = await Promise.allSettled(Array.from({ length: 8 }, say));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(answers.at(-1)).toMatchObject({ reason: { code: 'rate_limited' } });
  for (let i = 0; i < 10; i++) noisy.socket.emit('do', {});
  await until(
    () => noisy.cuts(),
    cuts => cuts.includes('flood'),
  );
});

test('a message over the limit closes only the socket that sent it', async () => {
  const { screen } = await start();
  const [big, small] = [screen(), screen('kitchen:ben:north')];
  await Promise.all([big.ready(), small.ready()]);
  const gone = new Promise(go => big.socket.once('disconnect', go));
  big.socket.emit('do', { action: 'notes.say', body: 'x'.repeat(100_000) });
  await gone;
  expect(small.connected()).toBe(true);
});

test('a screen that does not read is cut, and shows the truth after coming back', async () => {
  const { screen, store } = await start({ limits: { unsent: { unsentPackets: 50, unsentBytes: 200_000 } } });
  const stuck = screen();
  const room = stuck.watch<Note>('notes', 'north');
  const fine = screen('kitchen:ben:north').watch<Note>('notes', 'north');
  await Promise.all([room.settled(), fine.settled()]);
  const wire = wireOf(stuck);
  wire.pause();
  for (let version = 1; version < 2000 && (await cutsBy('slow')) === 0; version++) {
    store.commit(aNote({ version, text: 'x'.repeat(50_000) }));
    await new Promise(go => setImmediate(go));
  }
  store.commit(aNote({ version: 9999, text: 'the truth' }));
  wire.resume();
  await until(
    () => room.get('n1')?.text,
    text => text === 'the truth',
  );
  await until(
    () => fine.get('n1')?.text,
    text => text === 'the truth',
  );
  expect(await cutsBy('slow')).toBe(1);
});

test('a screen watches no more rooms than it may', async () => {
  const { screen } = await start({ limits: { roomsPerSocket: 1 } });
  const greedy = screen('kitchen:anna:north');
  await greedy.watch('notes', 'north').settled();
  await greedy.watch('notes', 'north').settled();
  await greedy.unwatch('notes', 'north');
  await greedy.watch('notes', 'north').settled();
});

/** The client's web socket, to hold it still. */
const wireOf = (screen: ReturnType<Desk['screen']>) =>
  (screen.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
