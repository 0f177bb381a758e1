/** Texts as platforms and partners send them, as we keep them. */

/** All a push said, its query and its body, as one form. */
export const textOf = ({ search, raw }: { search: string; raw: string | Buffer }): string =>
  [search.replace(/^\?/, ''), raw.toString()].filter(text => text !== '').join('&');

/** At most so long, and no sign cut in its middle: half a surrogate pair is no text that others can read. */
export function cutTo(text: string, length: number): string {
  const kept = text.length > length ? text.slice(0, length).replace(/[\ud800-\udbff]$/, '') : text;
  return kept.replace(/\p{Surrogate}/gu, '\ufffd');
}
