/** Meituan's form pushes and calls: MD5 over URL, sorted plain values and the app's secret (open platform's documentation, self-built systems). */
import { createHash, timingSafeEqual } from 'node:crypto';

export type Fields = Record<string, string>;

/** Lower-case MD5 of `url?k=v&…secret`; `sig` left out, empty values kept, nothing URL-encoded. */
export function sigOf(url: string, fields: Fields, secret: string): string {
  const joined = Object.keys(fields)
    .filter(name => name !== 'sig')
    .sort()
    .map(name => `${name}=${fields[name]}`)
    .join('&');
  return createHash('md5').update(`${url}?${joined}${secret}`).digest('hex');
}

/** The account's callback URL under which the fields are rightly signed; null: none. */
export function signedFor(urls: readonly string[], fields: Fields, secret: string): string | null {
  const shown = Buffer.from((fields.sig ?? '').toLowerCase());
  return (
    urls.find(url => {
      const wanted = Buffer.from(sigOf(url, fields, secret));
      return wanted.length === shown.length && timingSafeEqual(wanted, shown);
    }) ?? null
  );
}

/** What the fields may mean: values arrive URL-encoded a second time inside the form, from some senders only once. The likeliest first. */
export const readings = (search: string, raw: Buffer): Fields[] => [
  fieldsOf(search, raw),
  fieldsOf(search, raw, value => value),
];

/** Fields of query and form, decoded until plain. */
export function fieldsOf(search: string, raw: Buffer, decode: (value: string) => string = plain): Fields {
  const fields: Fields = Object.create(null) as Fields;
  for (const text of [search, raw.toString('utf8')])
    for (const [name, value] of new URLSearchParams(text)) fields[name] = decode(value);
  return fields;
}

/** One more decoding, if it is one: a text with a lone % stands as it came. */
function plain(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value.replace(/\+/g, ' '));
  } catch {
    return value;
  }
}
