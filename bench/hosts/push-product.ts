/** The product in a process of its own that takes an order when it is told to, and says when the order was committed. */
import { buildApp, specs } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { IncomingOrder } from '../../server/contract/orders.ts';
import { ordersSpec } from '../../server/features/orders/index.ts';
import { createKit } from '../../server/infra/kit.ts';

const [dataDir, password] = process.argv.slice(2) as [string, string];
const config = readConfig({
  HUIDAN_DATA: dataDir,
  HUIDAN_PORT: '0',
  HUIDAN_LOG: 'error',
  HUIDAN_ADMIN_PASSWORD: password,
  HUIDAN_RATE_LIMIT: '0',
  HUIDAN_LOGIN_RATE_LIMIT: '0',
});
const kit = await createKit(config, specs);
const app = buildApp(kit);
kit.facts.watch(ordersSpec, ({ id, version }) => {
  if (version === 1) process.send?.({ id, atNs: String(process.hrtime.bigint()) });
});
/** Takes an order, or collects its garbage (with `--expose-gc`), so that memory is what is really held. */
async function act(message: unknown): Promise<void> {
  const { order } = message as { order?: Omit<IncomingOrder, 'placedAt'> };
  if (!order) {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    process.send?.({ heldKb: (heapUsed + external) / 1024 });
    return;
  }
  const incoming = { ...order, placedAt: kit.clock.now() };
  const draft = app.orders.draft(incoming, app.catalog.linesOf(order.lines, order.channel));
  const admitted = await app.outlets.admit(draft);
  await app.orders.insertBehind(admitted.held, admitted.order);
}
process.on('message', message => void act(message));
process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)));
const port = await app.start();
process.send?.({ url: `http://127.0.0.1:${port}` });
