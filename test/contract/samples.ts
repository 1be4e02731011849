import type { Shape, StringShape } from '../../local/core/shapes/shape.ts';

/** For each pattern of the table: strings that match it, as long as asked, and one that does not. */
interface Sample {
  of(length: number): string;
  readonly refused: string;
}

const filled = (head: string, tail = '') => ({
  of: (length: number) => head + 'x'.repeat(Math.max(0, length - head.length - tail.length)) + tail,
});
const arnHead = 'arn:aws:logs::0:';

/** By what the pattern says beside its length; a pattern without a sample fails the suite. */
const samples: readonly [RegExp, Sample][] = [
  [
    /^\[\\w-\]\+_\[0-9a-zA-Z\]\+$/,
    { of: (length) => `${'x'.repeat(Math.max(1, length - 2))}_0`, refused: 'x-x' },
  ],
  [/^arn:.*:\[0-9\]\+:/, { ...filled(arnHead), refused: `${arnHead}a:b:c:d` }],
  [/^arn:.*\]\+:::/, { ...filled('arn:aws:s3:::'), refused: 'arn:aws:s3:us-east-1::x' }],
  [/\\\{####\\\}/, { ...filled('{####}'), refused: 'xxxxxxxx' }],
  [/\\\{##.*##\\\}/, { ...filled('{##x##}'), refused: 'xxxxxxxx' }],
  [/@\[/, { ...filled('x@'), refused: 'xx' }],
  [/^\(\?s\)\.\*$/, { ...filled(''), refused: '' }],
  [/^tag:/, { of: (length) => (length <= 4 ? 'Name' : filled('tag:').of(length)), refused: 'Nope' }],
  [/^\[\\w\\s\+=,\.@-\]\+$/, { ...filled(''), refused: 'x!' }],
  [/^\[\\S\]\+$/, { ...filled(''), refused: 'x y' }],
  [/a-zA-Z0-9|A-Za-z0-9/, { ...filled(''), refused: 'x!' }],
  [/^\[\\w#\+=\/:,\.@-\]\*$/, { ...filled(''), refused: 'x!' }],
  [/^\^\\d\{12\}\$$/, { of: (length) => '0'.repeat(length), refused: 'x'.repeat(12) }],
  [/\\p\{L\}/, { ...filled(''), refused: 'xxxxxx\u0000' }],
];

/** A string that fits the shape; undefined where none can have that length. */
export function textOf(
  shape: StringShape,
  length = Math.max(shape.min ?? 0, usual(shape)),
): string | undefined {
  if (shape.values !== undefined) return shape.values[0];
  const made = shape.pattern === undefined ? 'x'.repeat(length) : sampleFor(shape.pattern).of(length);
  return made.length === length ? made : undefined;
}

export function refusedBy(pattern: string): string | undefined {
  const { refused } = sampleFor(pattern);
  return refused === '' ? undefined : refused;
}

/** Long enough for any pattern. */
function usual({ max = 60, pattern }: StringShape): number {
  return Math.min(max, pattern?.startsWith('tag:') ? 4 : pattern?.startsWith('arn:') ? 60 : 8);
}

function sampleFor(pattern: string): Sample {
  const found = samples.find(([known]) => known.test(pattern))?.[1];
  if (found === undefined) throw new Error(`no sample for the pattern ${pattern}: add one to samples.ts`);
  return found;
}

/** The smallest value that fits: required members alone. */
export function smallest(shape: Shape): unknown {
  switch (shape.kind) {
    case 'string':
      return textOf(shape) ?? '';
    case 'integer':
      return shape.min ?? 1;
    case 'boolean':
      return false;
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
