/** What a stop promises: no traffic from its first moment, an answer for whoever is waiting, and an end within its limit. */
import { once } from 'node:events';
import http from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { anOpenOrder, type ChannelsHouse, openHeaders, openHouse, ordersPath, until } from './channels.house.ts';

/** Takes every connection and never says a word. */
async function silentPlatform() {
  const calls: Socket[] = [];
  const server = createServer(socket => void calls.push(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  while (!server.listening) await new Promise(resolve => setImmediate(resolve));
  const close = () => {
    server.close();
    for (const socket of calls) socket.destroy();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, calls, close };
}

/** One connection that is kept; answers the status. */
function client(house: ChannelsHouse) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const send = (options: http.RequestOptions, write: (request: http.ClientRequest) => void) =>
    new Promise<number>((resolve, reject) => {
      const request = http.request(house.url + options.path!, { agent, ...options }, response => {
        response.resume().on('end', () => resolve(response.statusCode!));
      });
      request.on('error', reject);
      write(request);
    });
  return { send, get: (path: string) => send({ path }, request => request.end()) };
}

/** An order whose second half is still on its way; `finish` sends it. */
function halfSent(house: ChannelsHouse) {
  const raw = JSON.stringify(anOpenOrder({ externalId: 'in flight' }));
  const headers = { ...openHeaders(house.key, ordersPath, { raw }), 'content-length': Buffer.byteLength(raw) };
  let finish: () => void = () => undefined;
  const answered = client(house).send({ path: ordersPath, method: 'POST', headers }, request => {
    request.write(raw.slice(0, 20));
    finish = () => request.end(raw.slice(20));
  });
  return { answered, finish: () => finish() };
}

test('a stop beside a platform and a job that hang says no at once, answers what is in flight and ends in time', async () => {
  const [house, platform] = await Promise.all([openHouse(), silentPlatform()]);
  await house.account('open', { channel: 'open', webhookUrl: platform.url });
  const { body } = await house.order({ externalId: 'told to nobody' });
  await house.app.orders.move(String(body.orderId), 'accepted');
  let hangs = false;
  house.kit.schedule.every(1, 'hangs', () => new Promise(() => (hangs = true)));
  void house.kit.schedule.drain();
  await until(async () => platform.calls.length > 0 && hangs);
  const kept = client(house);
  expect(await kept.get('/ready')).toBe(200);
  const arrived = once(house.app.http.server, 'request');
  const order = halfSent(house);
  await arrived;

  const began = performance.now();
  const stopped = house.app.stop({ limitMs: 2000 });
  expect(await kept.get('/ready')).toBe(503);
  await expect(client(house).get('/ready')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  order.finish();
  expect(await order.answered).toBe(201);
  expect(await stopped).toBe(false);
  expect(performance.now() - began).toBeLessThan(3500);
  platform.close();
}, 20_000);
