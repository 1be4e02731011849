import pc from 'picocolors';
import { type Finding, forOperator, problem, warning } from '../../../cli/commands/doctor/finding.ts';
import { doctorSummary, findingTexts } from '../../../cli/commands/doctor/render.ts';
import { ACCOUNT, logGroup, REGION } from '../support/clr.ts';
import { expectGolden, TERMINAL_STYLES } from '../support/golden.ts';

const home = { account: ACCOUNT, region: REGION };
const plain = { colors: pc.createColors(false), width: undefined };
const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${REGION}_pool${String(at + 1).padStart(3, '0')}`);

const lowTier = (id: string): Finding =>
  problem(
    id,
    'The tier is ESSENTIALS.',
    'Cognito rejects userAuthEvents below PLUS.',
    `aws cognito-idp update-user-pool --user-pool-id ${id} --user-pool-tier PLUS`,
  );
const wrongMode = (id: string, found: string): Finding =>
  problem(
    id,
    `Mode: found "${found}". Expected "Enforce" or "Observe".`,
    'The service rejects the parameter.',
    `clr get ${id} -o yaml > pool.yaml; $EDITOR pool.yaml; clr put ${id} pool.yaml`,
  );
const inStack = (id: string, stack: string): Finding => ({
  ...warning(
    id,
    `CloudFormation manages the pool: stack ${stack}.`,
    'Both would conflict.',
    `aws cloudformation describe-stack-resources --stack-name ${stack} --query "x"`,
  ),
  values: { STACK: stack },
});
const missingGroup = (name: string): Finding => ({
  ...problem(
    logGroup(name),
    'The log group does not exist.',
    'Cognito delivers no logs to it.',
    `aws logs create-log-group --log-group-name ${name}`,
  ),
  values: { NAME: name },
});

const named = (finding: Finding): Finding =>
  forOperator(finding, finding.subject.replace(`${REGION}_pool`, 'prod-shop-'), { region: REGION });

const texts = (findings: readonly Finding[]): readonly string[] => findingTexts(findings, home, plain);

test.each(TERMINAL_STYLES)('prints the findings of 50 pools by cause at $name columns', async (style) => {
  const findings = [
    problem('sweep', 'Deletions are on hold: 1 managed pool without a parameter.', 'Reason.', 'clr sweep'),
    ...ids(50).map((id) => named(lowTier(id))),
    ...ids(20).map((id, at) => named(wrongMode(id, `on${at}`))),
    ...ids(12).map((id, at) => named(inStack(id, `shop-${at}`))),
    ...ids(7).map((_, at) => missingGroup(`/aws/vendedlogs/shop-${at}`)),
    ...ids(2).map((id) =>
      named(warning(id, 'The pool has no parameter.', 'Not managed.', `clr import ${id}`)),
    ),
  ];
  const text = [...findingTexts(findings, home, style), doctorSummary(findings, 'clr doctor --all')].join(
    '\n',
  );
  await expectGolden(`doctor-groups-${style.name}`, text);
});

test('more than three pools with the same cause are one finding with a placeholder in the fix', () => {
  expect(texts(ids(50).map(lowTier))).toEqual([
    [
      '! 50 pools  The tier is ESSENTIALS.',
      '    Cognito rejects userAuthEvents below PLUS.',
      `    Pools: ${ids(5).join(', ')} and 45 more`,
      '    aws cognito-idp update-user-pool --user-pool-id POOL --user-pool-tier PLUS',
    ].join('\n'),
  ]);
});

test('three pools with the same cause have a finding each', () => {
  expect(texts(ids(3).map(lowTier))).toHaveLength(3);
});

test('pools with the same error in different values have the same cause', () => {
  const [text, ...others] = texts(ids(4).map((id, at) => wrongMode(id, `on${at}`)));
  expect(others).toEqual([]);
  expect(text).toMatch(/^! 4 pools {2}Mode: expected "Enforce" or "Observe"\.\n/);
});

test('a different level, reason or fix is a different cause', () => {
  const [id = '', ...rest] = ids(4);
  for (const other of [
    { level: 'warning' as const },
    { reason: 'Another reason.' },
    { hint: 'Another fix.' },
    { message: 'Another message.' },
  ])
    expect(texts([{ ...lowTier(id), ...other }, ...rest.map(lowTier)])).toHaveLength(4);
});

test('findings about the stack are never grouped', () => {
  const finding = warning('trail', 'No trail.', 'Reason.', 'Fix.');
  expect(texts([finding, finding, finding, finding])).toHaveLength(4);
});

test('the summary counts findings, and their causes where these are fewer', () => {
  const findings = [...ids(50).map(lowTier), ...ids(2).map((id) => inStack(id, 's'))];
  expect(doctorSummary(findings, 'clr doctor --all')).toBe(
    'Doctor: 50 problems (1 cause), 2 warnings.\nTo see each pool and destination, run: clr doctor --all',
  );
  expect(doctorSummary(findings)).toBe('Doctor: 50 problems, 2 warnings.');
});
