import { AwsError } from '../../core/aws-error.ts';
import { conditionOf, valueAt } from './filter-condition.ts';

/** Whether a message, which is a JSON object, matches. */
export type EventFilter = (content: object) => boolean;

/**
 * Parses a filter pattern for JSON messages (CloudWatch Logs user guide, "Filter pattern syntax"), such as
 * `{ $.logSourceId.userPoolId = "x" && ($.message.riskLevel != "Low" || $.n >= 1) }`. An empty pattern matches all events. `&&` binds
 * more tightly than `||`. A condition about a member that is missing does not match, also with `!=` [unverified].
 *
 * Throws InvalidParameterException for a pattern that is not valid, and for one that this cloud does not support: words,
 * columns, regular expressions, `IS`, `EXISTS` and `[*]`.
 */
export function parseFilterPattern(pattern: string): EventFilter {
  const text = pattern.trim();
  if (text === '') return () => true;
  const parser = new PatternParser(tokensOf(text), pattern);
  parser.expect('{');
  const filter = parser.alternatives();
  parser.expect('}');
  parser.expectEnd();
  return filter;
}

const TOKEN =
  /\s*(?:(&&|\|\||!=|<=|>=|[{}()=<>])|("(?:[^"\\]|\\.)*")|(\$(?:\.[\w-]+|\[\d+\]|\["[^"]+"\])+)|([^\s{}()=<>!&|"$%[\]]+))/y;

interface Token {
  readonly kind: 'symbol' | 'quoted' | 'selector' | 'bare';
  readonly text: string;
}

/** Returns undefined for a text with characters that belong to no token. */
function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    const [whole, symbol, quoted, selector, bare] = TOKEN.exec(text) ?? [];
    if (whole === undefined) return undefined;
    if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else if (quoted !== undefined)
      tokens.push({ kind: 'quoted', text: quoted.slice(1, -1).replace(/\\(.)/g, '$1') });
    else if (selector !== undefined) tokens.push({ kind: 'selector', text: selector });
    else tokens.push({ kind: 'bare', text: bare ?? '' });
    at += whole.length;
  }
  return tokens;
}

class PatternParser {
  readonly #tokens: readonly Token[];
  readonly #pattern: string;
  #at = 0;

  constructor(tokens: readonly Token[] | undefined, pattern: string) {
    this.#pattern = pattern;
    this.#tokens = tokens ?? this.#reject();
  }

  expect(symbol: string): void {
    if (!this.#accept(symbol)) this.#reject();
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) this.#reject();
  }

  alternatives(): EventFilter {
    const parts = [this.#conjunction()];
    while (this.#accept('||')) parts.push(this.#conjunction());
    return (content) => parts.some((part) => part(content));
  }

  #conjunction(): EventFilter {
    const parts = [this.#condition()];
    while (this.#accept('&&')) parts.push(this.#condition());
    return (content) => parts.every((part) => part(content));
  }

  #condition(): EventFilter {
    if (this.#accept('(')) {
      const inner = this.alternatives();
      this.expect(')');
      return inner;
    }
    const [selector, operator, value] = [this.#next(), this.#next(), this.#next()];
    if (selector.kind !== 'selector' || operator.kind !== 'symbol') return this.#reject();
    const path = [...selector.text.matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\]/g)].map(
      ([, name, index, quoted]) => name ?? index ?? quoted ?? '',
    );
    const test = this.#conditionOf(operator.text, value);
    return (content) => {
      const found = valueAt(content, path);
      return found !== undefined && test(found);
    };
  }

  #conditionOf(operator: string, { kind, text }: Token): (value: unknown) => boolean {
    if (kind !== 'quoted' && kind !== 'bare') return this.#reject();
    return conditionOf(operator, text, kind === 'quoted') ?? this.#reject();
  }

  #next(): Token {
    const token = this.#tokens[this.#at] ?? this.#reject();
    this.#at += 1;
    return token;
  }

  #accept(symbol: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.#at += 1;
    return true;
  }

  /** The name of the error is documented. */
  #reject(): never {
    throw new AwsError(
      'InvalidParameterException',
      `Invalid filter pattern, or one that the local cloud does not support: ${this.#pattern}. Use conditions such as { $.a.b = "x" }.`,
    );
  }
}
