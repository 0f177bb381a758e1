/** YAML from strangers: measured before anything that recurses sees it, then read with the place of whatever is wrong. */
import { Composer, type CST, type Document, isNode, Lexer, type LineCounter, Parser } from 'yaml';
import { forbiddenIn, maxDepth } from '../../../infra/http/json.ts';
import { type Mistake, nodeMistakes, placeOf } from './nodes.ts';

/** Room for three thousand dishes. */
export const maxChars = 900_000;
/** Each is looked for among all the others. */
const maxAliases = 1000;
/** A document and its deepest text stand around what is nested. */
const maxStack = maxDepth + 2;

export type Yaml = { mistakes: Mistake[] } | { mistakes: null; value: unknown; offsetOf: OffsetOf };
/** Where a field stands; for one that is missing, where its parent begins. */
type OffsetOf = (path: readonly PropertyKey[]) => number;

/** Plain data, or everything that keeps it from being read; `lines` learns where the lines of the text begin. */
export function readYaml(text: string, lines: LineCounter): Yaml {
  lines.addNewLine(0);
  if (text.length > maxChars) return { mistakes: [{ offset: 0, message: `is over ${maxChars} characters` }] };
  const measured = measure(text, lines);
  if ('message' in measured) return { mistakes: [measured] };
  const document = compose(measured.tokens, text.length);
  const offsetOf: OffsetOf = path => offsetIn(document, path);
  const broken = document.errors.map(({ pos, message }) => ({ offset: pos[0], message }));
  const mistakes = broken.length > 0 ? broken : nodeMistakes(document.contents, 4 * maxChars);
  if (mistakes.length > 0) return { mistakes };
  // Everything an alias could do has been looked at.
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  const forbidden = valueMistakes(value, offsetOf);
  return forbidden.length > 0 ? { mistakes: forbidden } : { mistakes: null, value, offsetOf };
}

/** The tokens of the one document; nothing here recurses, and it ends where the nesting passes the limit. */
function measure(text: string, { addNewLine }: LineCounter): { tokens: CST.Token[] } | Mistake {
  const parser = new Parser(addNewLine);
  const tokens: CST.Token[] = [];
  let aliases = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > maxStack) return { offset: parser.offset, message: `is nested deeper than ${maxDepth}` };
    if (lexeme.startsWith('*') && ++aliases > maxAliases)
      return { offset: parser.offset, message: `has more than ${maxAliases} aliases` };
  }
  tokens.push(...parser.end());
  const second = tokens.filter(({ type }) => type === 'document')[1];
  return second ? { offset: second.offset, message: 'a second document begins here' } : { tokens };
}

/** Only what JSON could say, too. That keys are unique is checked by ourselves: here it costs the square of their number. */
const options = { schema: 'core', resolveKnownTags: false, uniqueKeys: false, prettyErrors: false } as const;

/** A text may hold a mistake at every character: their stacks, which nobody reads, would cost ten times the rest. */
function compose(tokens: CST.Token[], length: number): Document.Parsed {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const [document] = new Composer(options).compose(tokens, true, length);
    return document!;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const valueMistakes = (value: unknown, offsetOf: OffsetOf): Mistake[] =>
  forbiddenIn(value, []).map(({ path, message }) => ({
    offset: offsetOf(path.split('.')),
    message: `${path}: ${message}`,
  }));

function offsetIn(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return placeOf(document.contents);
}
