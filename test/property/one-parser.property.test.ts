import fc from 'fast-check';
import { checkFile } from '../../cli/files/check-file.ts';
import { parameterFile } from '../../cli/files/parameter-file.ts';
import { yamlSource } from '../../cli/files/yaml-source.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import type { ValidationIssue } from '../../lib/domain/validation-issue.ts';
import { cases } from '../support/random-cases.ts';
import { POOL, parameter, settings, toLogGroup, toStream } from '../support/situation.ts';

/**
 * The service and `clr validate` must agree on every text. The texts are valid parameters, as text, with up to four
 * mutations of their tokens, so that most of them are nearly valid.
 */
const ENTRIES = [toLogGroup(), toStream()];
const VALUES: readonly unknown[] = [
  { LogConfigurations: ENTRIES },
  { UserPoolId: POOL, LogConfigurations: [toStream()], Mode: 'Observe', OnDelete: 'Clear' },
  { $schema: './parameter.schema.json', LogConfigurations: [] },
  {
    LogConfigurations: [{ ...toLogGroup(), FirehoseConfiguration: null, S3Configuration: null }],
    Mode: null,
  },
  { LogDeliveryConfiguration: { UserPoolId: POOL, LogConfigurations: ENTRIES } },
  { log_configurations: [{ event_source: 'userNotification', log_level: 'ERROR' }] },
  { LogConfigurations: [{ ...toLogGroup(), CloudWatchLogsConfiguration: [{ log_group_arn: 'x' }] }] },
];
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+/g;

const INVISIBLE = [
  '\ufeff',
  '\u200b',
  '\u00ad',
  '\u2060',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u180e',
  '\u{e0041}',
];
const PIECES = [
  ...['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\n', '\t', '\u0000', '\ud800', '\udc00', ...INVISIBLE],
  ...[
    'null',
    'true',
    '-1',
    '01',
    '1e999',
    '12345678901234567890',
    '""',
    '"\\ud800"',
    '"\\u00',
    '// x',
    "'x'",
    'NaN',
  ],
  ...['"LogConfigurations"', '"Log\\u0043onfigurations"', '"LogLevel"', '"Mode"', '"__proto__"', '"$schema"'],
  ...[
    '"LogConfigurations":[],',
    '"LogLevel":"ERROR",',
    '"Mode":"Enforce",',
    '"__proto__":{},',
    '"Mode":null,',
  ],
  // Values of other tools: CloudFormation, Terraform, and YAML.
  ...['{"Ref":"Logs"}', '{"Fn::GetAtt":["Logs","Arn"]}', '"$' + '{aws_x.y.arn}"', '"{{resolve:ssm:/a}}"'],
  ...['!Ref ', '!!set ', '!!binary ', '"<<"', '&a ', '*a', '.inf', '%YAML 1.1\n---\n'],
  ...['[null]', '[[', ']]', '['.repeat(101), `${'['.repeat(99)}1${']'.repeat(99)}`, '{"a":'.repeat(101)],
];

type Mutation = (tokens: readonly string[]) => readonly string[];
const insert =
  (at: number, ...pieces: readonly string[]): Mutation =>
  (tokens) => {
    const place = at % (tokens.length + 1);
    return [...tokens.slice(0, place), ...pieces, ...tokens.slice(place)];
  };
const position = fc.nat(1000);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(position, fc.constantFrom(...PIECES)).map(([at, piece]) => insert(at, piece)),
  // A delete, a replacement, and a copy of up to six tokens: a member, a value or a bracket.
  position.map(
    (at): Mutation =>
      (tokens) =>
        tokens.filter((_, place) => place !== at % tokens.length),
  ),
  fc.tuple(position, fc.constantFrom(...PIECES)).map(
    ([at, piece]): Mutation =>
      (tokens) =>
        tokens.map((one, place) => (place === at % tokens.length ? piece : one)),
  ),
  fc.tuple(position, position, fc.integer({ min: 1, max: 6 })).map(
    ([from, to, count]): Mutation =>
      (tokens) =>
        insert(to, ...tokens.slice(from % tokens.length, (from % tokens.length) + count))(tokens),
  ),
  // A member again, before itself: a duplicate key that is valid JSON.
  position.map(
    (at): Mutation =>
      (tokens) => {
        const keys = tokens.flatMap((_, place) => (tokens[place + 1] === ':' ? [place] : []));
        const key = keys[at % keys.length];
        return key === undefined ? tokens : insert(key, ...tokens.slice(key, key + 2), 'null', ',')(tokens);
      },
  ),
  // An invisible character inside a token.
  fc.tuple(position, position, fc.constantFrom(...INVISIBLE)).map(
    ([at, within, piece]): Mutation =>
      (tokens) =>
        tokens.map((one, place) =>
          place === at % tokens.length
            ? `${one.slice(0, within % (one.length + 1))}${piece}${one.slice(within % (one.length + 1))}`
            : one,
        ),
  ),
  fc.constantFrom('\ufeff', '\ufeff\ufeff', '\n\ufeff', '\u00a0').map((start) => insert(0, start)),
  // The text ends early.
  position.map(
    (at): Mutation =>
      (tokens) =>
        tokens.slice(0, at % (tokens.length + 1)),
  ),
);

const text: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...VALUES), fc.constantFrom(undefined, 2), fc.array(mutation, { maxLength: 4 }))
  .map(([value, indent, mutations]) => {
    const tokens: readonly string[] = JSON.stringify(value, null, indent).match(TOKEN) ?? [];
    return mutations.reduce((mutated, mutate) => mutate(mutated), tokens).join('');
  });

const withoutPlace = ({ path, found, expected, message }: ValidationIssue) => ({
  path,
  found,
  expected,
  message,
});
const sorted = (issues: readonly ValidationIssue[]) =>
  issues.map((issue) => JSON.stringify(withoutPlace(issue))).toSorted();

/** The limits of Parameter Store, which `clr` checks in addition: the service never reads such a value. */
const isStoreIssue = ({ expected }: ValidationIssue): boolean =>
  /limit of a standard parameter|without \{\{/.test(expected);

const service = (value: string): readonly ValidationIssue[] => {
  const desired = parseParameter(parameter(value), POOL, settings);
  return desired.kind === 'Invalid' ? desired.issues : [];
};
const clr = (name: string, content: string): readonly ValidationIssue[] =>
  checkFile(parameterFile(name, content), POOL, settings).errors.filter((issue) => !isStoreIssue(issue));

const counts = { valid: 0, duplicate: 0, syntax: 0, rule: 0 };
function count(issues: readonly ValidationIssue[]): void {
  if (issues.length === 0) counts.valid += 1;
  else if (issues.some(({ found }) => found === 'a duplicate key')) counts.duplicate += 1;
  else if (issues[0]?.place) counts.syntax += 1;
  else counts.rule += 1;
}

test('the service and clr validate find the same issues in every JSON text', () => {
  fc.assert(
    fc.property(text, (value) => {
      const issues = service(value);
      count(issues);
      expect(sorted(clr('x.json', value))).toEqual(sorted(issues));
    }),
    // All of them, also in `test:fast`: the kinds are counted below.
    { numRuns: 3000 },
  );
  // Each kind of text is there, so that the property can fail.
  for (const kind of Object.values(counts)) expect(kind).toBeGreaterThan(50);
});

test('the service accepts the text that clr put stores of each valid file', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('x.json', 'x.yaml', '-'), (value, name) => {
      const file = parameterFile(name, value);
      if (checkFile(file, POOL, settings).errors.length > 0) return;
      expect(service(file.text)).toEqual([]);
      expect(file.text).not.toContain('$schema');
    }),
    { numRuns: cases(1000) },
  );
});

test('the value of a text is the one of JSON.parse, and a text that JSON.parse rejects is rejected', () => {
  fc.assert(
    fc.property(text, (value) => {
      const file = parameterFile('x.json', value);
      const given = value.replace(/^\ufeff/, '');
      if (file.source.kind === 'Read') expect(file.source.value).toEqual(JSON.parse(given));
      else if (
        file.source.issues.every(({ found }) => !/^a (?:duplicate key|value that is nested)/.test(found))
      )
        expect(() => JSON.parse(given)).toThrow();
    }),
    { numRuns: cases(1000) },
  );
});

test('never throws when it parses YAML, and never shows an invisible character', () => {
  fc.assert(
    fc.property(text, (value) => {
      const source = yamlSource(value);
      const shown = JSON.stringify(source.kind === 'Broken' ? source.issues : service(value));
      expect(shown).not.toMatch(/(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
    }),
    { numRuns: cases(1000) },
  );
});
