/**
 * The least an intake can do: read the body, check the signature, check the shape, keep it, and sync once for all who wait.
 * `file`: one line appended. `store`: an order put into the product's own store, to see what is left for deciding.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { fdatasync, openSync, write } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { OpenOrder } from '../../server/contract/channels.ts';
import { storeOrders } from './intake-store.ts';

const [how, folder, secret] = process.argv.slice(2) as ['file' | 'store', string, string];
type Keep = (order: OpenOrder, raw: Buffer) => Promise<void>;

/** Everything that came while the disk was busy goes in one write and one sync. */
function appendTo(fd: number): Keep {
  let waiting: { text: string; done: () => void }[] = [];
  let writing = false;
  const flush = () => {
    if (writing || waiting.length === 0) return;
    writing = true;
    const batch = waiting;
    waiting = [];
    write(fd, batch.map(({ text }) => text).join(''), failed => {
      if (failed) throw failed;
      fdatasync(fd, unsynced => {
        if (unsynced) throw unsynced;
        writing = false;
        for (const { done } of batch) done();
        flush();
      });
    });
  };
  return order =>
    new Promise<void>(done => {
      waiting.push({ text: `${JSON.stringify(order)}\n`, done });
      flush();
    });
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function isSigned(req: IncomingMessage, raw: Buffer): boolean {
  const { 'x-huidan-timestamp': at, 'x-huidan-nonce': nonce, 'x-huidan-signature': given } = req.headers;
  const made = createHmac('sha256', secret).update(`${at}\n${nonce}\n${req.method}\n${req.url}\n`).update(raw).digest();
  const sent = Buffer.from(String(given), 'hex');
  return sent.length === made.length && timingSafeEqual(made, sent);
}

const keep = how === 'file' ? appendTo(openSync(join(folder, 'orders'), 'a')) : await storeOrders(folder);

async function take(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const raw = await bodyOf(req);
  const answer = (status: number, body: object) => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (!isSigned(req, raw)) return answer(401, { error: 'signature' });
  const read = OpenOrder.safeParse(JSON.parse(raw.toString()));
  if (!read.success) return answer(400, { error: read.error.issues });
  await keep(read.data, raw);
  answer(200, { orderId: read.data.externalId, repeated: false });
}
const server = createServer((req, res) => void take(req, res));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
process.on('SIGTERM', () => process.exit(0));
