/** SVG by hand: elements as text, everything that comes from outside escaped. */

export type Attributes = Readonly<Record<string, string | number>>;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Numbers to a hundredth: finer is not seen, and files stay small. */
const value = (it: string | number) => (typeof it === 'number' ? String(Math.round(it * 100) / 100) : escaped(it));

/** One element with its children, which are SVG already. */
export function el(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const named = Object.entries(attributes).map(([key, it]) => ` ${key}="${value(it)}"`);
  const open = `<${name}${named.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}
export const text = (content: string, x: number, y: number, attributes: Attributes = {}): string =>
  el('text', { x, y, 'font-size': 13, fill: ink, ...attributes }, escaped(content));
export const line = (from: Spot, to: Spot, attributes: Attributes): string =>
  el('line', { x1: from.x, y1: from.y, x2: to.x, y2: to.y, ...attributes });
export const path = (spots: readonly Spot[], attributes: Attributes): string =>
  el('polyline', { points: spots.map(({ x, y }) => `${value(x)},${value(y)}`).join(' '), fill: 'none', ...attributes });

export interface Spot {
  x: number;
  y: number;
}
export const ink = '#22303c';
export const paper = '#fbfaf7';
export const faint = '#c9c5bc';
/** One colour per series, told apart by those who see red and green alike. */
export const colours = ['#0b6e99', '#d9822b', '#7a7f87', '#3d8f5f', '#9b4f96'] as const;

interface Sheet {
  width: number;
  height: number;
  title: string;
}
/** A whole drawing of that size; the title is for those who hear it. */
export const drawing = ({ width, height, title }: Sheet, ...children: readonly string[]): string =>
  `${el(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height },
      'font-family': 'Inter, "Noto Sans", "Noto Sans CJK SC", sans-serif',
    },
    el('title', {}, escaped(title)),
    el('rect', { width, height, fill: paper }),
    ...children,
  )}\n`;
