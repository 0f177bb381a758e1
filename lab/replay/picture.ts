/** One moment of a day as a drawing: kitchens, open orders, couriers and the ways they ride. */
import { drawing, el, faint, ink, line, path, type Spot, text } from '../drawing/svg.ts';
import type { Instance } from './instance.ts';
import type { CourierThen, OrderThen, Then } from './moment.ts';

const width = 1200;
const height = 940;
const map = { left: 40, top: 96, right: 1160, bottom: 866 };
const doing = {
  idle: { colour: '#9aa0a6', said: 'idle, or moving to where work is expected' },
  to_pickup: { colour: '#0b6e99', said: 'riding to its next pickup' },
  at_pickup: { colour: '#7a4fbf', said: 'waiting at a kitchen' },
  delivering: { colour: '#3d8f5f', said: 'delivering' },
} as const;
const order = { fresh: '#f2c14e', late: '#c8442d', cooking: '#ffffff' } as const;

/** `title`: whose plan it is. */
export function pictureOf(day: Instance, then: Then, title: string): string {
  const at = scaleOf(day, then);
  const kitchens = day.restaurants
    .map((place, no) => ({ spot: at(place), waiting: waitingAt(then.orders, no) }))
    .filter(({ spot, waiting }) => waiting > 0 || isOnSheet(spot))
    .sort((a, b) => a.waiting - b.waiting)
    .map(({ spot, waiting }) => kitchen(spot, waiting));
  return drawing(
    { width, height, title: `${day.name}, ${title}, ${clock(then.atMin)}` },
    ...then.orders.filter(it => !it.isCarried).map(it => tie(at(day.restaurants[it.restaurant]!), at(it))),
    ...then.couriers.map(it => way(it, at)),
    ...kitchens,
    ...then.orders.map(it => door(it, { at: at(it), targetMin: day.rules.targetMin })),
    ...then.couriers.map(it => rider(it, at(it))),
    ...head(day, then, title),
    ...legend(),
    scaleBar(at),
  );
}

type Scale = (place: Spot) => Spot;

/** Metres to the sheet, north up, the same scale both ways; all that is under way is on it. */
function scaleOf({ restaurants }: Instance, { orders, couriers }: Then): Scale {
  const all = [...orders, ...orders.map(it => restaurants[it.restaurant]!), ...couriers];
  const span = (list: number[]) => ({ low: Math.min(...list), high: Math.max(...list) });
  const x = span(all.map(place => place.x));
  const y = span(all.map(place => place.y));
  const perM = Math.min((map.right - map.left) / (x.high - x.low || 1), (map.bottom - map.top) / (y.high - y.low || 1));
  return place => ({
    x: (map.left + map.right) / 2 + (place.x - (x.low + x.high) / 2) * perM,
    y: (map.top + map.bottom) / 2 - (place.y - (y.low + y.high) / 2) * perM,
  });
}
const isOnSheet = ({ x, y }: Spot) => x > map.left && x < map.right && y > map.top && y < map.bottom;

const waitingAt = (orders: readonly OrderThen[], restaurant: number) =>
  orders.filter(it => it.restaurant === restaurant && !it.isCarried).length;

function kitchen({ x, y }: Spot, waiting: number): string {
  if (waiting === 0) return el('rect', { x: x - 2.5, y: y - 2.5, width: 5, height: 5, fill: faint });
  const count = text(String(waiting), x, y + 4, { 'font-size': 11, fill: '#fff', 'text-anchor': 'middle' });
  return el('g', {}, el('rect', { x: x - 8, y: y - 8, width: 16, height: 16, rx: 3, fill: ink }), count);
}
const tie = (from: Spot, to: Spot) => line(from, to, { stroke: faint, 'stroke-width': 0.8, 'stroke-dasharray': '2 3' });
const way = (it: CourierThen, at: Scale) =>
  it.ahead.length === 0
    ? ''
    : path([at(it), ...it.ahead.map(at)], {
        ...{ stroke: doing[it.doing].colour, 'stroke-width': it.doing === 'idle' ? 1 : 2, 'stroke-opacity': 0.75 },
      });
const rider = ({ doing: what }: CourierThen, { x, y }: Spot) =>
  el('circle', { cx: x, cy: y, r: 5, fill: doing[what].colour, stroke: '#fff', 'stroke-width': 1.2 });

/** A diner's door: white while it cooks, yellow when it waits or rides, red beyond the target. */
function door({ isReady, isCarried, ageMin }: OrderThen, { at, targetMin }: { at: Spot; targetMin: number }): string {
  const fill = ageMin > targetMin ? order.late : isReady || isCarried ? order.fresh : order.cooking;
  const { x, y } = at;
  return el('path', { d: `M${x} ${y - 5} l5 5 l-5 5 l-5 -5 z`, fill, stroke: ink, 'stroke-width': 0.8 });
}

const clock = (min: number) =>
  `${String(Math.floor(min / 60) % 24).padStart(2, '0')}:${String(Math.floor(min % 60)).padStart(2, '0')}`;

function head(day: Instance, { atMin, orders, couriers }: Then, title: string): string[] {
  const late = orders.filter(({ ageMin }) => ageMin > day.rules.targetMin).length;
  const idle = couriers.filter(it => it.doing === 'idle').length;
  return [
    text(clock(atMin), 30, 48, { 'font-size': 34, 'font-weight': 600 }),
    text(`${day.name} · ${title}`, 140, 34, { 'font-size': 17, 'font-weight': 600 }),
    text(
      `${orders.length} open orders, ${orders.filter(it => it.isCarried).length} on the way, ${late} beyond ${day.rules.targetMin} minutes · ${couriers.length} couriers, ${idle} idle`,
      ...[140, 56, { 'font-size': 14 }],
    ),
  ];
}

function legend(): string[] {
  const y = 908;
  const riders = Object.values(doing).map(({ colour, said }, i) => ({ x: [30, 320, 490, 640][i]!, colour, said }));
  const doors = [
    { x: 760, fill: order.cooking, said: 'cooking' },
    { x: 850, fill: order.fresh, said: 'ready or riding' },
    { x: 980, fill: order.late, said: 'beyond the target' },
  ];
  return [
    ...riders.map(({ x, colour, said }) =>
      el('g', {}, el('circle', { cx: x + 5, cy: y - 4, r: 5, fill: colour }), text(said, x + 16, y)),
    ),
    ...doors.map(({ x, fill, said }) =>
      el(
        'g',
        {},
        el('path', { d: `M${x + 5} ${y - 9} l5 5 l-5 5 l-5 -5 z`, fill, stroke: ink, 'stroke-width': 0.8 }),
        text(said, x + 16, y),
      ),
    ),
    el('rect', { x: 1110, y: y - 13, width: 16, height: 16, rx: 3, fill: ink }),
    text('3', 1118, y - 1, { 'font-size': 11, fill: '#fff', 'text-anchor': 'middle' }),
    text('kitchen', 1131, y),
  ];
}

/** A round length of about a tenth of the sheet. */
function scaleBar(at: Scale): string {
  const perM = at({ x: 1, y: 0 }).x - at({ x: 0, y: 0 }).x;
  const lengthM = [200, 500, 1000, 2000, 5000, 10_000].find(m => m * perM >= 80) ?? 10_000;
  const to = { x: 1170, y: 60 };
  const from = { x: to.x - lengthM * perM, y: 60 };
  const said = lengthM >= 1000 ? `${lengthM / 1000} km` : `${lengthM} m`;
  return el(
    'g',
    {},
    line(from, to, { stroke: ink, 'stroke-width': 2 }),
    text(said, (from.x + to.x) / 2, 52, { 'text-anchor': 'middle' }),
  );
}
