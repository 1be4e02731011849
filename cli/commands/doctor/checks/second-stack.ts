import { type FunctionConfiguration, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { clientAccess } from '../../../../lib/aws/aws-access.ts';
import { timeouts } from '../../../../lib/aws/timeouts.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { formatSample, pluralize } from '../../../terminal/text.ts';
import { checking, type Finding, ok, problem, warning } from '../finding.ts';

/**
 * Searches for another stack of this service whose prefix is the same or overlaps. Two prefixes share parameters only
 * if they are equal, because a pool's parameter is `<prefix>/pools/<id>`. If one is inside the other, the sweep of the
 * outer one lists foreign parameters. Findings contain names of functions and never a value of their environments.
 */
export function checkSecondStack({ deployed, settings }: OpenService): Promise<readonly Finding[]> {
  const { name } = deployed;
  return checking(name, 'lambda:ListFunctions', async () => {
    const { stacks, unreadable } = await findStacks(deployed);
    const found = [...stacks.values()].flatMap((stack) => findingOf(name, settings, stack));
    if (unreadable.length > 0) return [...found, notReadable(name, unreadable)];
    return found.length > 0 ? found : [ok(name, `No other stack in this Region serves ${settings.prefix}.`)];
  });
}

interface OtherStack {
  readonly prefix: string;
  readonly functions: readonly string[];
}

interface Search {
  /** The other stacks of this service by the URL of their queue, which identifies a stack. */
  readonly stacks: ReadonlyMap<string, OtherStack>;
  /** Functions whose environment Lambda does not return. */
  readonly unreadable: readonly string[];
}

async function findStacks({ editsQueueUrl, aws }: OpenService['deployed']): Promise<Search> {
  const client = new LambdaClient({ ...timeouts, ...clientAccess(aws, 'Lambda') });
  const stacks = new Map<string, OtherStack>();
  const unreadable: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {}))
    for (const { FunctionName = '', Environment } of Functions) {
      if (Environment?.Error !== undefined) unreadable.push(FunctionName);
      const { queueUrl, prefix } = variablesOf(Environment);
      if (queueUrl === undefined || prefix === undefined || queueUrl === editsQueueUrl) continue;
      const functions = [...(stacks.get(queueUrl)?.functions ?? []), FunctionName];
      stacks.set(queueUrl, { prefix, functions });
    }
  return { stacks, unreadable };
}

const variablesOf = (environment: FunctionConfiguration['Environment']) => ({
  queueUrl: environment?.Variables?.EDITS_QUEUE_URL,
  prefix: environment?.Variables?.PARAMETER_PREFIX,
});

function findingOf(
  subject: string,
  { prefix, region }: OpenService['settings'],
  other: OtherStack,
): readonly Finding[] {
  const names = formatSample(other.functions.toSorted(), other.functions.length);
  if (other.prefix === prefix)
    return [
      problem(
        subject,
        `Another stack in this Region serves ${prefix}: ${names}.`,
        'Both services write the same pools. Each of them counts the writes of the other one as drift. Keep one stack, or deploy one of them with another prefix.',
        `To remove the other stack, run: ${removal(other.functions, region)}`,
      ),
    ];
  if (!isInside(prefix, other.prefix) && !isInside(other.prefix, prefix)) return [];
  return [
    warning(
      subject,
      `The prefix of another stack in this Region overlaps with ${prefix}: ${names}.`,
      'The sweep of the outer prefix lists the parameters of both and ignores those of the inner one.',
      'Deploy one of the stacks with a prefix that is not inside the other one: npx osls deploy --param prefix=/PATH',
    ),
  ];
}

const isInside = (inner: string, outer: string): boolean => inner.startsWith(`${outer}/`);

/** The name of the stack follows from the name of a function, unless the service was deployed with other names. */
function removal([first = '']: readonly string[], region: string): string {
  const stage = /^cognito-log-reconciler-(.+)-(?:reconcile|sweep)$/.exec(first)?.[1];
  if (stage !== undefined) return `npx osls remove --stage ${stage} --region ${region}`;
  const find = `aws cloudformation describe-stack-resources --region ${region} --physical-resource-id ${first} --query 'StackResources[0].StackName' --output text`;
  return `aws cloudformation delete-stack --region ${region} --stack-name "$(${find})"`;
}

const notReadable = (subject: string, functions: readonly string[]): Finding => ({
  level: 'unknown',
  subject,
  message: `Not checked: Lambda does not return the environment of ${pluralize(functions.length, 'function')}: ${formatSample(functions, functions.length)}.`,
  reason: 'Each of them could belong to another stack that serves the same prefix.',
  hint: 'Allow kms:Decrypt for the KMS keys of these functions.',
});
