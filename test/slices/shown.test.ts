/** What has to be seen by a kitchen or a courier is not seen by those who look over their shoulders. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type North, openNorth } from '../features/dispatch.house.ts';
import { createScreens } from '../support/screens.ts';
import { type Person, startTown, type Town } from '../support/town.ts';

const screens = createScreens();
let town: Town;
let house: North;
beforeAll(async () => {
  town = await startTown();
  house = await openNorth();
});
afterEach(() => screens.closeAll());
afterAll(() => Promise.all([town.stop(), house.town.stop()]));

/** A screen that shows a room's item and says so; when this is over, the server has heard it. */
async function showing({ url }: Town, { token }: Person, { view, of, id, version }: Shown) {
  const screen = screens.open({ url, token: () => token });
  await screen.watch(view, of).settled();
  const said = { view, of, items: [{ id, version }] };
  expect(await screen.socket.emitWithAck('seen', said)).toEqual({ ok: true });
}
interface Shown {
  view: string;
  of: string;
  id: string;
  version: number;
}

test('a ticket has been seen by the kitchen that shows it, not by head office that looked before', async () => {
  const { chain, north, orders } = town;
  const { id, version } = await town.app.orders.need(orders.north.id);
  const ticket = { view: 'tickets', of: 'north', id, version };
  await showing(town, chain.head_office, ticket);
  await showing(town, north.kitchen, ticket);
  const seen = async () => (await town.app.orders.need(id)).log.filter(({ name }) => name === 'order.seen');
  while ((await seen()).length === 0) await town.settled();
  expect(await seen()).toMatchObject([{ data: { screenId: north.kitchen.id } }]);
});

test('a route is acknowledged by its courier, not by a dispatcher who looks at it', async () => {
  const courier = await house.onShift('courier-north');
  const id = await house.order();
  await house.plan();
  const { version } = await house.route(courier.id);
  const sheet = { view: 'route', of: courier.id, id: courier.id, version };
  await showing(house.town, house.town.chain.dispatcher, sheet);
  // Written behind whatever the dispatcher's word would have written.
  await house.must(courier, 'POST', `/couriers/${courier.id}/stops/${id}/arrive`);
  expect(await house.route(courier.id)).toMatchObject({ acknowledged: false, stops: [{}, {}] });
  await showing(house.town, courier, sheet);
  while (!(await house.route(courier.id)).acknowledged) await house.town.settled();
});
