/** Texts as platforms and partners send them, as we keep them. */

/** All a push said, its query and its body, as one form. */
export const textOf = ({ search, raw }: { search: string; raw: string | Buffer }): string =>
  [search.replace(/^\?/, ''), raw.toString()].filter(text => text !== '').join('&');
