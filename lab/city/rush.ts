/** A seeded city and its lunch rush: where people are, what they order, by which channel, and what goes wrong. */
import { createRng, type Rng } from '../rng.ts';
import { dishes } from './dishes.ts';
import {
  type Incident,
  type Mishap,
  metersBetween,
  placeAt,
  type Script,
  type ScriptCourier,
  type ScriptOrder,
  type ScriptOutlet,
  type Via,
} from './script.ts';

const cityM = 9000;
const outletCount = 20;
const courierCount = 60;
/** Orders per simulated minute at the peak; the curve is a bell over the rush. */
const peakPerMin = 7;

const streets = [
  '南京西路',
  '淮海中路',
  '陕西南路',
  '常熟路',
  '延安中路',
  '武康路',
  '华山路',
  '长乐路',
  '巨鹿路',
  '富民路',
];
/** Shares of the orders; the last takes what is left. */
const channelShare: readonly [Via, number][] = [
  ['app', 0.22],
  ['miniprogram', 0.26],
  ['open', 0.16],
  ['meituan', 0.2],
  ['phone', 0.1],
  ['counter', 1],
];

/** Everything that will happen in `minutes` simulated minutes; the same seed gives the same script. */
export function lunchRush({ seed, minutes }: { seed: number; minutes: number }): Script {
  const rng = createRng(seed);
  const outlets = scatterOutlets(rng.fork('outlets'));
  return {
    startAt: new Date('2026-11-23T11:00:00+08:00'),
    minutes,
    outlets,
    couriers: hire(rng.fork('couriers'), { outlets, minutes }),
    orders: demand(rng.fork('orders'), { outlets, minutes }),
    incidents: mishapsOfTheDay(rng.fork('incidents'), { outlets, minutes }),
    travel: { metersPerMin: 300, pickupServiceMin: 2, dropOffServiceMin: 2 },
  };
}

function scatterOutlets(rng: Rng): ScriptOutlet[] {
  const side = Math.ceil(Math.sqrt(outletCount));
  return Array.from({ length: outletCount }, (_, i) => ({
    id: `outlet-${String(i + 1).padStart(2, '0')}`,
    name: `${streets[i % streets.length]}${i < streets.length ? '一' : '二'}店`,
    point: placeAt(
      (((i % side) + rng.between(0.2, 0.8)) * cityM) / side,
      ((Math.floor(i / side) + rng.between(0.2, 0.8)) * cityM) / side,
    ),
  }));
}

const hire = (rng: Rng, { outlets, minutes }: { outlets: ScriptOutlet[]; minutes: number }): ScriptCourier[] =>
  Array.from({ length: courierCount }, (_, i) => ({
    id: `courier-${String(i + 1).padStart(3, '0')}`,
    name: `骑手${i + 1}`,
    phone: `1380000${String(1000 + i)}`,
    start: near(rng, rng.pick(outlets).point, 800),
    onMin: i < courierCount * 0.7 ? 0 : rng.between(0, minutes / 3),
    offMin: minutes + 90,
  }));

function demand(rng: Rng, { outlets, minutes }: { outlets: ScriptOutlet[]; minutes: number }): ScriptOrder[] {
  const orders: ScriptOrder[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const height = Math.exp(-(((minute - minutes * 0.45) / (minutes * 0.28)) ** 2));
    let expected = peakPerMin * height;
    while (expected > 0 && rng.chance(Math.min(1, expected))) {
      orders.push(oneOrder(rng, { key: `${orders.length + 1}`, atMin: minute + rng.next(), outlets }));
      expected -= 1;
    }
  }
  return orders.sort((a, b) => a.atMin - b.atMin);
}

function oneOrder(
  rng: Rng,
  { key, atMin, outlets }: { key: string; atMin: number; outlets: ScriptOutlet[] },
): ScriptOrder {
  const via = channelOf(rng);
  const home = rng.pick(outlets);
  const kind = via === 'counter' ? 'dine_in' : rng.chance(0.12) ? 'pickup' : 'delivery';
  const named = via === 'open' || via === 'meituan' || via === 'counter' || kind !== 'delivery';
  return {
    key,
    atMin,
    via,
    kind,
    diner: { name: `顾客${key}`, phone: `1390000${String(rng.whole(0, 9999)).padStart(4, '0')}` },
    point: near(rng, home.point, 1600),
    address: `${rng.pick(streets)}${rng.whole(1, 900)}号${rng.whole(1, 20)}楼`,
    lines: basket(rng),
    outletId: named ? home.id : null,
    mishap: mishap(rng, via),
    readyMin: null,
  };
}

function channelOf(rng: Rng): Via {
  let left = rng.next();
  return channelShare.find(([, share]) => {
    left -= share;
    return left < 0;
  })![0];
}

const basket = (rng: Rng) =>
  Array.from({ length: rng.whole(1, 4) }, () => {
    const dish = rng.whole(0, dishes.length - 1);
    const options = dishes[dish]!.options;
    return { dish, quantity: rng.chance(0.8) ? 1 : 2, option: options ? rng.whole(0, options.length - 1) : null };
  });

function mishap(rng: Rng, via: Via): Mishap {
  const luck = rng.next();
  if (via === 'open' || via === 'meituan')
    return luck < 0.1 ? 'sent_twice' : luck < 0.15 ? 'sent_late_again' : luck < 0.19 ? 'cancelled_by_platform' : 'none';
  if (via === 'app' || via === 'miniprogram')
    return luck < 0.05 ? 'sent_twice' : luck < 0.1 ? 'cancelled' : luck < 0.12 ? 'unpaid' : 'none';
  return 'none';
}

function mishapsOfTheDay(rng: Rng, { outlets, minutes }: { outlets: ScriptOutlet[]; minutes: number }): Incident[] {
  const [first, second] = [rng.pick(outlets.slice(0, 10)), rng.pick(outlets.slice(10))];
  return [
    { atMin: minutes * 0.2, kind: 'wrong_signature' },
    {
      atMin: minutes * 0.3,
      kind: 'sold_out',
      outletId: first.id,
      dish: rng.whole(0, dishes.length - 1),
      forMin: minutes * 0.3,
    },
    { atMin: minutes * 0.5, kind: 'outlet_closes', outletId: second.id },
  ];
}

/** A place about `spreadM` metres away, at random. */
function near(rng: Rng, point: { lng: number; lat: number }, spreadM: number) {
  const step = placeAt(rng.normal() * spreadM * 0.6, rng.normal() * spreadM * 0.6);
  const zero = placeAt(0, 0);
  const there = { lng: point.lng + step.lng - zero.lng, lat: point.lat + step.lat - zero.lat };
  return metersBetween(point, there) > spreadM * 1.5 ? point : there;
}
