/** Texts as platforms and partners send them, as we keep them. */

/** All a push said, its query and its body, as one form. */
export const textOf = ({ search, raw }: { search: string; raw: string | Buffer }): string =>
  [search.replace(/^\?/, ''), raw.toString()].filter(text => text !== '').join('&');

/** May name an order or a shop; longer ones are nobody's, and nothing is looked up by them. */
export const isId = (text: unknown): text is string => typeof text === 'string' && text !== '' && text.length <= 128;

/** At most so long, and no sign cut in its middle: half a surrogate pair is no text that others can read. */
export function cutTo(text: string, length: number): string {
  const kept = text.length > length ? text.slice(0, length).replace(/[\ud800-\udbff]$/, '') : text;
  return kept.replace(/\p{Surrogate}/gu, '\ufffd');
}
