/** The form of a pushed order, field by field: what is text stays text, what is missing has its meaning. */
import Big from 'big.js';
import { z } from 'zod';
import { cutTo } from '../../rules/text.ts';

const yuan = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine(text => /^-?\d+(\.\d+)?$/.test(text), 'must be an amount in yuan')
  .transform(text => Big(text).times(100).round().toNumber());
const fen = z.coerce.number().int();
const seconds = z.coerce.number().int().min(0);
/** An instant, not a mistake for one: after the year 2001. */
const instant = seconds.min(1_000_000_000);
/** Too long a text is no reason to lose a meal. */
const cut = (length: number) =>
  z
    .string()
    .default('')
    .transform(text => cutTo(text, length));
/** Empty: not said. */
const degrees = z
  .string()
  .transform(text => (text.trim() === '' ? Number.NaN : Number(text)))
  .default(Number.NaN);

const Item = z.object({
  app_food_code: z.coerce.string().default(''),
  sku_id: z.coerce.string().default(''),
  food_name: z
    .string()
    .min(1)
    .transform(text => cutTo(text, 200)),
  quantity: z.coerce.number().int().min(1).max(999),
  price: yuan,
  box_num: z.coerce.number().min(0).max(9999).default(0),
  box_price: yuan.default(0),
  spec: z.string().default(''),
  food_property: z.string().default(''),
});
export type Item = z.output<typeof Item>;
const Detail = z
  .string()
  .transform((text, issues) => {
    try {
      return JSON.parse(keepingIds(text)) as unknown;
    } catch {
      issues.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(Item).min(1).max(200));

/** Item ids may come as bare numbers beyond 2^53: such a number is read as text. */
export const keepingIds = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, found => (found.startsWith('"') ? found : `"${found}"`));

export const Pushed = z.object({
  order_id: z.string().min(1).max(128),
  app_poi_code: z.string().min(1).max(128),
  total: yuan,
  shipping_fee: yuan.default(0),
  package_bag_money: fen.default(0),
  ctime: instant,
  delivery_time: seconds.default(0),
  pay_type: z.string().default('2'),
  pick_type: z.string().default('0'),
  logistics_code: z.string().default('0000'),
  recipient_name: cut(100),
  recipient_phone: cut(40),
  recipient_address: z.string().default(''),
  longitude: degrees,
  latitude: degrees,
  caution: cut(1000),
  detail: Detail,
});
export type Pushed = z.output<typeof Pushed>;
