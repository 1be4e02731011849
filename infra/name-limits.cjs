const packagingError = require('./packaging-error.cjs');

/**
 * The names that contain the stage: `<prefix><service>-<stage><suffix>`, by kind of resource, with the limits of AWS in
 * characters. CloudFormation generates the names of roles, policies, event source mappings and the deployment bucket.
 */
const NAMES = [
  { kind: 'CloudFormation stack', limit: 128, suffixes: [''] },
  {
    kind: 'Lambda function',
    type: 'AWS::Lambda::Function',
    limit: 64,
    suffixes: ['-reconcile', '-sweep', '-policies', '-arrival'],
  },
  {
    kind: 'log group',
    type: 'AWS::Logs::LogGroup',
    limit: 512,
    prefix: '/aws/lambda/',
    suffixes: ['-reconcile', '-sweep', '-policies', '-arrival'],
  },
  {
    kind: 'EventBridge rule',
    type: 'AWS::Events::Rule',
    limit: 64,
    suffixes: ['-parameter', '-freeze', '-policy', '-rollout', '-tag', '-pool', '-sweep', '-arrival'],
  },
  {
    kind: 'SQS queue',
    type: 'AWS::SQS::Queue',
    limit: 80,
    suffixes: ['-edits', '-edits-dlq', '-upkeep', '-upkeep-dlq'],
  },
  { kind: 'DynamoDB table', type: 'AWS::DynamoDB::Table', limit: 255, suffixes: ['-state'] },
  { kind: 'SNS topic', type: 'AWS::SNS::Topic', limit: 256, suffixes: ['-alarms'] },
  {
    kind: 'CloudWatch alarm',
    type: 'AWS::CloudWatch::Alarm',
    limit: 255,
    suffixes: [
      '-edits-dlq',
      '-upkeep-dlq',
      '-rejected',
      '-rollout-halted',
      '-contested',
      '-deletions-on-hold',
      '-frozen',
      '-destinations-missing',
      '-pools-not-delivering',
      '-unmanaged-pools',
      '-no-sweep',
      '-permission-errors',
      '-reconcile-errors',
      '-policies-errors',
      '-policies-invalid',
      '-pools-in-conflict',
      '-throttled',
      '-edits-delayed',
      '-logs-not-arriving',
      '-arrival-errors',
    ],
  },
  { kind: 'CloudWatch dashboard', type: 'AWS::CloudWatch::Dashboard', limit: 255, suffixes: [''] },
];

/** The characters that all these names allow. The name of a stack allows the fewest. */
const STAGE = /^[A-Za-z0-9-]+$/;

/** Rejects a stage that AWS would reject in a name during the deployment. Returns the longest stage that fits. */
module.exports = async ({ resolveVariable }) => {
  const stage = await resolveVariable('sls:stage');
  const name = await resolveVariable('self:custom.name');
  if (!STAGE.test(stage))
    throw packagingError(
      `Invalid stage "${stage}". The name of the CloudFormation stack, "${name}", contains the stage and can contain only letters, digits and hyphens.`,
    );
  const names = NAMES.flatMap(({ kind, limit, prefix = '', suffixes }) =>
    suffixes.map((suffix) => ({ kind, limit, full: `${prefix}${name}${suffix}` })),
  );
  const room = ({ limit, full }) => limit - full.length;
  const tightest = names.reduce((one, other) => (room(other) < room(one) ? other : one));
  const maxStageLength = stage.length + room(tightest);
  if (stage.length > maxStageLength)
    throw packagingError(
      `The stage "${stage}" is too long. The name of the ${tightest.kind}, "${tightest.full}", has ${tightest.full.length} characters. Its limit is ${tightest.limit}. Use a stage of at most ${maxStageLength} characters.`,
    );
  return { maxStageLength };
};
module.exports.NAMES = NAMES;
