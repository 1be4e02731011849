import type { Shape, StringShape } from '../../local/core/shapes/shape.ts';

/** For each pattern of the constraint tables: a matching string of any length, and one that does not match. */
interface Sample {
  of(length: number): string;
  readonly nonMatching: string;
}

const padded = (head: string, tail = '') => ({
  of: (length: number) => head + 'x'.repeat(Math.max(0, length - head.length - tail.length)) + tail,
});
const arnHead = 'arn:aws:logs::0:';

/** Samples, found by the text of the pattern. A pattern without a sample fails the suite. */
const samples: readonly [RegExp, Sample][] = [
  [
    /^\[\\w-\]\+_\[0-9a-zA-Z\]\+$/,
    { of: (length) => `${'x'.repeat(Math.max(1, length - 2))}_0`, nonMatching: 'x-x' },
  ],
  [
    /^\(arn:.*\)\?$/,
    { of: (length) => (length === 0 ? '' : padded(arnHead).of(length)), nonMatching: `${arnHead}a:b:c:d` },
  ],
  [/^arn:.*:\[0-9\]\+:/, { ...padded(arnHead), nonMatching: `${arnHead}a:b:c:d` }],
  [/^arn:.*\]\+:::/, { ...padded('arn:aws:s3:::'), nonMatching: 'arn:aws:s3:us-east-1::x' }],
  [/\\\{####\\\}/, { ...padded('{####}'), nonMatching: 'xxxxxxxx' }],
  [/\\\{##.*##\\\}/, { ...padded('{##x##}'), nonMatching: 'xxxxxxxx' }],
  [/@\[/, { ...padded('x@'), nonMatching: 'xx' }],
  [/^\(\?s\)\.\*$/, { ...padded(''), nonMatching: '' }],
  [/^\^\(tag:/, { of: (length) => (length <= 4 ? 'Name' : padded('tag:').of(length)), nonMatching: 'Nope' }],
  [/^\[\\w\\s\+=,\.@-\]\+$/, { ...padded(''), nonMatching: 'x!' }],
  [/^\[\^:\*?\]/, { ...padded(''), nonMatching: ':x' }],
  [/^\[\\S\]\+$/, { ...padded(''), nonMatching: 'x y' }],
  [/a-zA-Z0-9|A-Za-z0-9/, { ...padded(''), nonMatching: 'x!' }],
  [/^\[\\s\\S\]\*$/, { ...padded(''), nonMatching: '' }],
  [/^\[\\w#\+=\/:,\.@-\]\*$/, { ...padded(''), nonMatching: 'x!' }],
  [/^\^\\d\{12\}\$$/, { of: (length) => '0'.repeat(length), nonMatching: 'x'.repeat(12) }],
  [/\\p\{L\}/, { ...padded(''), nonMatching: 'xxxxxx\u0000' }],
];

/** Returns a string that matches the shape, or undefined if the length is not possible. */
export function textOf(
  shape: StringShape,
  length = Math.max(shape.min ?? 0, defaultLength(shape)),
): string | undefined {
  if (shape.values !== undefined) return shape.values[0];
  const text = shape.pattern === undefined ? 'x'.repeat(length) : sampleFor(shape.pattern).of(length);
  return text.length === length ? text : undefined;
}

export function nonMatching(pattern: string): string | undefined {
  return sampleFor(pattern).nonMatching || undefined;
}

/** Returns a length that is sufficient for any pattern. */
function defaultLength({ max = 60, pattern }: StringShape): number {
  return Math.min(max, pattern?.startsWith('^(tag:') ? 4 : pattern?.startsWith('arn:') ? 60 : 8);
}

function sampleFor(pattern: string): Sample {
  const found = samples.find(([known]) => known.test(pattern))?.[1];
  if (found === undefined) throw new Error(`The pattern ${pattern} has no sample. Add one to samples.ts.`);
  return found;
}

/** Returns the smallest valid value, with required members only. */
export function smallest(shape: Shape): unknown {
  switch (shape.kind) {
    case 'string':
      return textOf(shape) ?? '';
    case 'integer':
      return shape.min ?? 1;
    case 'boolean':
      return false;
    case 'timestamp':
      return 1;
    case 'list':
      return Array.from({ length: shape.min ?? 0 }, () => smallest(shape.member));
    case 'map':
      return {};
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members)
          .filter(([, member]) => member.required)
          .map(([name, member]) => [name, smallest(member.shape)]),
      );
  }
}
