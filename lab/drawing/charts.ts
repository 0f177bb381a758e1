/** Two charts: bars in groups, and lines over a scale that may be logarithmic. Values are written where they are read. */
import { colours, drawing, el, faint, ink, line, path, type Spot, text } from './svg.ts';

interface Series {
  name: string;
  values: readonly number[];
}
export interface Bars {
  title: string;
  /** What is measured, with its unit. */
  axis: string;
  groups: readonly string[];
  series: readonly Series[];
  /** Bars beyond it are cut, and say their value. */
  most: number;
}
export interface Lines {
  title: string;
  x: { axis: string; isLog: boolean };
  y: { axis: string; isLog: boolean };
  series: readonly { name: string; points: readonly Spot[] }[];
}
const width = 960;
const height = 420;
const area = { left: 70, top: 70, right: 930, bottom: 330 };

export function bars({ title, axis, groups, series, most }: Bars): string {
  const y = (value: number) => area.bottom - (Math.min(value, most) / most) * (area.bottom - area.top);
  const step = (area.right - area.left) / groups.length;
  const thick = (step * 0.88) / series.length;
  const left = (group: number, at: number) => area.left + step * (group + 0.06) + thick * at;
  const bar = ({ values }: Series, at: number) =>
    values.map((value, group) =>
      el('rect', {
        ...{ x: left(group, at), y: y(value), width: thick - 1, height: area.bottom - y(value), fill: colours[at]! },
      }),
    );
  const label = ({ values }: Series, at: number) =>
    values.map((value, group) => {
      const said = value > most ? value.toFixed(1) : value.toFixed(2);
      return text(said, left(group, at) + thick / 2, y(value) - 3, { 'font-size': 8, 'text-anchor': 'middle' });
    });
  const names = groups.map((name, group) => {
    const x = area.left + step * (group + 0.5);
    return text(name, x, area.bottom + 16, {
      ...{ 'font-size': 10.5, 'text-anchor': 'end', transform: `rotate(-32 ${x} ${area.bottom + 16})` },
    });
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap(share => tickY(y(share * most), trimmed(share * most)));
  return drawing(
    { width, height, title },
    ...head(title, axis, series),
    ...ticks,
    ...series.flatMap(bar),
    ...series.flatMap(label),
    ...names,
  );
}

export function lines({ title, x, y, series }: Lines): string {
  const all = series.flatMap(({ points }) => points);
  const atX = scale(
    all.map(point => point.x),
    { isLog: x.isLog, from: area.left, to: area.right },
  );
  const atY = scale(
    all.map(point => point.y),
    { isLog: y.isLog, from: area.bottom, to: area.top },
  );
  const drawn = series.flatMap(({ points }, at) => [
    path(
      points.map(point => ({ x: atX(point.x), y: atY(point.y) })),
      { stroke: colours[at]!, 'stroke-width': 2 },
    ),
    ...points.flatMap(point => [
      el('circle', { cx: atX(point.x), cy: atY(point.y), r: 4, fill: colours[at]! }),
      text(trimmed(point.y), atX(point.x), atY(point.y) - 9, { 'font-size': 11, 'text-anchor': 'middle' }),
    ]),
  ]);
  const xs = [...new Set(all.map(point => point.x))].map(value =>
    text(trimmed(value), atX(value), area.bottom + 18, { 'font-size': 11, 'text-anchor': 'middle' }),
  );
  const below = text(x.axis, (area.left + area.right) / 2, area.bottom + 42, { 'text-anchor': 'middle' });
  const floor = line({ x: area.left, y: area.bottom }, { x: area.right, y: area.bottom }, { stroke: ink });
  return drawing({ width, height, title }, ...head(title, y.axis, series), floor, ...drawn, ...xs, below);
}

const trimmed = (value: number) => String(value >= 100 ? Math.round(value) : Math.round(value * 100) / 100);

/** A linear scale begins at zero; both leave a little room above. */
function scale(values: readonly number[], { isLog, from, to }: { isLog: boolean; from: number; to: number }) {
  const turned = (value: number) => (isLog ? Math.log10(value) : value);
  const low = isLog ? turned(Math.min(...values)) - 0.1 : 0;
  const high = isLog ? turned(Math.max(...values)) + 0.1 : Math.max(...values) * 1.15;
  return (value: number) => from + ((turned(value) - low) / (high - low || 1)) * (to - from);
}

const tickY = (y: number, said: string) => [
  line({ x: area.left, y }, { x: area.right, y }, { stroke: faint, 'stroke-width': 0.7 }),
  text(said, area.left - 8, y + 4, { 'font-size': 11, 'text-anchor': 'end' }),
];

const head = (title: string, axis: string, series: readonly { name: string }[]) => [
  text(title, area.left, 28, { 'font-size': 17, 'font-weight': 600 }),
  text(axis, area.left, 48, { 'font-size': 12 }),
  ...series.flatMap(({ name }, at) => [
    el('rect', { x: area.right - 130 * (series.length - at), y: 18, width: 12, height: 12, fill: colours[at]! }),
    text(name, area.right - 130 * (series.length - at) + 18, 28),
  ]),
];
