import fc from 'fast-check';
import { parseMessage } from '../../lib/domain/message/parse-message.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { parsePolicy } from '../../lib/domain/policy/parse.ts';
import { cases } from '../support/random-cases.ts';
import { POOL, parameter, settings, toLogGroup, toStream } from '../support/situation.ts';

const parse = (value: string) => parseParameter(parameter(value), POOL, settings);

const valid = {
  UserPoolId: POOL,
  LogConfigurations: [toLogGroup(), toStream()],
  Mode: 'Enforce',
  OnDelete: 'Clear',
};

/** Generates valid parameters in which some members are removed or replaced with other values. */
function mangled(value: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(value)) return fc.tuple(...value.map(mangledOften));
  if (typeof value !== 'object' || value === null) return mangledOften(value);
  const members = Object.entries(value).map(([key, member]) =>
    fc.oneof(
      { weight: 8, arbitrary: mangledOften(member).map((m) => [[key, m] as const]) },
      { weight: 1, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.string(), fc.jsonValue()).map((extra) => [[key, member] as const, extra]),
      },
    ),
  );
  return fc.tuple(...members).map((all) => Object.fromEntries(all.flat()));
}
const mangledOften = (value: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: typeof value === 'object' ? fc.constant(value).chain(mangled) : fc.constant(value),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );

test('never throws when it parses a parameter', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        mangled(valid).map((v) => JSON.stringify(v)),
      ),
      (text) => {
        const desired = parse(text);
        expect(['Valid', 'Invalid']).toContain(desired.kind);
        if (desired.kind === 'Invalid') expect(desired.issues.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: cases(2000) },
  );
});

test('returns the same state when a parsed state is parsed again', () => {
  fc.assert(
    fc.property(mangled(valid), (value) => {
      const desired = parse(JSON.stringify(value));
      if (desired.kind === 'Valid') expect(parse(JSON.stringify(desired.state))).toEqual(desired);
    }),
    { numRuns: cases(1000) },
  );
});

test('ignores the order of entries and keys', () => {
  const shuffled = (value: object) =>
    fc
      .shuffledSubarray(Object.entries(value), { minLength: Object.keys(value).length })
      .map(Object.fromEntries);
  const arbitrary = fc
    .tuple(shuffled(toLogGroup()), shuffled(toStream()))
    .chain((entries) => fc.shuffledSubarray(entries, { minLength: 2 }))
    .chain((LogConfigurations) => shuffled({ ...valid, LogConfigurations }));
  fc.assert(
    fc.property(arbitrary, (value) => {
      expect(parse(JSON.stringify(value))).toEqual(parse(JSON.stringify(valid)));
    }),
  );
});

test('never throws when it parses a message', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(['Key', 'Ignored', 'Malformed']).toContain(parseMessage(body, settings).kind);
    }),
    { numRuns: cases(2000) },
  );
});

const policy = {
  Description: 'x',
  Precedence: 'Mandatory',
  Priority: 10,
  Select: { Ids: [POOL], Tags: { env: ['prod'] }, Tiers: ['PLUS'], Exclude: { Names: ['x-*'] } },
  LogConfigurations: [toLogGroup('<userPoolName>'), toStream('<userPoolId>')],
  Mode: 'Observe',
  OnDelete: 'Clear',
  Rollout: { Waves: [1, '100%'], HaltAfter: { Pools: 2, Percent: 10 } },
};

test('never throws when it parses a policy, and returns the same policy when it is parsed again', () => {
  const parseText = (text: string) => parsePolicy(parameter(text), 'audit', settings);
  const anyText = fc.oneof(
    fc.string(),
    fc.json(),
    mangled(policy).map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = parseText(text);
      if (parsed.kind === 'Invalid') expect(parsed.issues.length).toBeGreaterThan(0);
      else expect(parseText(JSON.stringify({ ...parsed.policy, Name: undefined }))).toEqual(parsed);
    }),
    { numRuns: cases(2000) },
  );
});
