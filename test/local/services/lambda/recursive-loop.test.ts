import fc from 'fast-check';
import {
  invocationsInChain,
  isRecursiveLoop,
  MAX_INVOCATIONS_IN_CHAIN,
  nextTraceHeader,
} from '../../../../local/services/lambda/recursive-loop.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const root = '1-5759e988-bd862e3fe1be46a994272793';
const ids = { root, parent: '53995c3f42cd8ad8' };

/** Returns the header of the last invocation of a chain, in which each invocation causes the next one. */
const chain = (names: readonly string[], start: readonly string[] = []): string | undefined =>
  names.reduce<readonly string[]>((causes, name) => [nextTraceHeader(causes, arn(name), ids)], start)[0];
const times = (count: number, name: string): string[] => Array(count).fill(name);

test('writes a new trace header in the format of Lambda', () => {
  expect(nextTraceHeader([], arn('f'), ids)).toMatch(
    /^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0;Lineage=[\da-f]{8}:0$/,
  );
});

test('keeps the root of the chain and replaces the parent', () => {
  const next = { root: `1-${'0'.repeat(8)}-${'0'.repeat(24)}`, parent: 'a'.repeat(16) };
  const header = nextTraceHeader([chain(['f']) ?? ''], arn('f'), next);
  expect(header).toMatch(/^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=a{16};Sampled=0;Lineage=\w+:1$/);
});

test('stops a chain after 16 invocations of the function', () => {
  expect(MAX_INVOCATIONS_IN_CHAIN).toBe(16);
  expect(isRecursiveLoop(chain(times(15, 'f')), arn('f'))).toBe(false);
  expect(isRecursiveLoop(chain(times(16, 'f')), arn('f'))).toBe(true);
  expect(isRecursiveLoop(chain(times(16, 'f')), arn('g'))).toBe(false);
});

test('a batch continues the highest count of its messages and adds one, not the sum', () => {
  const causes = [3, 7, 5].map((count) => chain(times(count, 'f')) ?? '');
  expect(invocationsInChain(nextTraceHeader(causes, arn('f'), ids), arn('f'))).toBe(8);
});

test.each([
  ['not set', undefined],
  ['empty', ''],
  ['without a lineage', `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`],
  ['with an unknown lineage', `Root=${root};Lineage=x`],
  ['text', 'Lineage'],
])('a header that is %s begins a new chain', (_, header) => {
  expect(invocationsInChain(header, arn('f'))).toBe(0);
  const next = nextTraceHeader(header === undefined ? [] : [header], arn('f'), ids);
  expect(next).toContain(`Root=${root};`);
  expect(invocationsInChain(next, arn('f'))).toBe(1);
});

test('replaces an invalid root and keeps the entries of other functions', () => {
  const header = nextTraceHeader(['Root=1-x;Lineage=a87bd80c:1|x|68fd508a:5'], arn('f'), ids);
  expect(header).toMatch(/^Root=1-5759e988-\w+;.*;Lineage=a87bd80c:1\|68fd508a:5\|[\da-f]{8}:0$/);
});

test('reads an entry with a number before it', () => {
  const own = /Lineage=(\w+):/.exec(chain(['f']) ?? '')?.[1];
  expect(invocationsInChain(`Root=${root};Parent=1;Sampled=0;Lineage=1:${own}:4`, arn('f'))).toBe(5);
});

const functionName = fc.constantFrom('a', 'b', 'c', 'd');

test('counts each function of any chain separately', () => {
  fc.assert(
    fc.property(fc.array(functionName, { maxLength: 60 }), (names) => {
      const header = chain(names);
      for (const name of ['a', 'b', 'c', 'd'])
        expect(invocationsInChain(header, arn(name))).toBe(names.filter((one) => one === name).length);
    }),
  );
});

test('counts one more than the highest count of all causes, which can contain any text', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(functionName), functionName, (texts, names, name) => {
      const causes = [...texts, ...[chain(names)].filter((header) => header !== undefined)];
      const header = nextTraceHeader(causes, arn(name), ids);
      const highest = Math.max(0, ...causes.map((cause) => invocationsInChain(cause, arn(name))));
      expect(invocationsInChain(header, arn(name))).toBe(highest + 1);
    }),
  );
});
