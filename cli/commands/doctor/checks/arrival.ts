import { DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientAccess } from '../../../../lib/aws/aws-access.ts';
import { errorClass } from '../../../../lib/aws/failures.ts';
import { timeouts } from '../../../../lib/aws/timeouts.ts';
import type { Clock } from '../../../../lib/reconcile/ports.ts';
import { NOT_CHECKED_YET } from '../../../arrival/arrival-text.ts';
import type { ArrivalCheck } from '../../../arrival/read-arrivals.ts';
import type { DeployedService } from '../../../service/find-service.ts';
import { formatAge } from '../../../terminal/time.ts';
import { checking, type Finding, ok, problem, warning } from '../finding.ts';

const SUBJECT = 'arrival';
const SECONDS = { minute: 60, hour: 3_600, day: 86_400 };
/** A cron() expression may skip hours, so it counts as a daily schedule. */
const CRON_SECONDS = 86_400;
/** A check that begins late, and the time that it takes. */
const MARGIN_SECONDS = 600;

/** Checks that the function and its rule exist, and that the last check is not old. With the setting off, it only names the setting. */
export async function checkArrivalStack(
  {
    deployed,
    clock,
  }: { readonly deployed: Pick<DeployedService, 'name' | 'aws'>; readonly clock: Pick<Clock, 'now'> },
  events: EventBridgeClient,
  check: ArrivalCheck | undefined,
): Promise<readonly Finding[]> {
  if (check === undefined)
    return [
      {
        ...ok(SUBJECT, 'The setting arrivalChecks is off: whether sign-in logs arrive is not checked.'),
        hint: 'To check it, deploy the service with --param arrivalChecks=on. See docs/settings.md.',
      },
    ];
  const name = `${deployed.name}-arrival`;
  const lambda = new LambdaClient({ ...timeouts, ...clientAccess(deployed.aws, 'Lambda') });
  const rule = await readRule(events, name);
  const found = await checking(name, 'lambda:GetFunctionConfiguration', () => checkFunction(lambda, name));
  return [...found, ...rule.findings, lastCheck(check, rule.schedule, name, clock.now())];
}

const redeploy = (name: string, part: string): Finding =>
  problem(
    name,
    `The ${part} does not exist, although the setting arrivalChecks is on.`,
    'The service does not check whether sign-in logs arrive.',
    'Deploy the service again.',
  );

async function checkFunction(lambda: LambdaClient, name: string): Promise<readonly Finding[]> {
  try {
    const { Role } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return [ok(name, `The function exists, with the role ${Role ?? 'of the stack'}.`)];
  } catch (error) {
    if (errorClass(error) !== 'NotFound') throw error;
    return [redeploy(name, 'function')];
  }
}

interface RuleRead {
  readonly findings: readonly Finding[];
  /** The schedule of the check, if it is known. */
  readonly schedule?: string;
}

async function readRule(events: EventBridgeClient, name: string): Promise<RuleRead> {
  let schedule: string | undefined;
  const findings = await checking(name, 'events:DescribeRule', async () => {
    try {
      const { State, ScheduleExpression } = await events.send(new DescribeRuleCommand({ Name: name }));
      schedule = ScheduleExpression;
      if (State !== 'DISABLED')
        return [ok(name, `The rule is enabled: ${ScheduleExpression ?? 'no schedule'}.`)];
      return [
        warning(
          name,
          'The rule is disabled.',
          'The service does not check whether sign-in logs arrive.',
          `aws events enable-rule --name ${name}`,
        ),
      ];
    } catch (error) {
      if (errorClass(error) !== 'NotFound') throw error;
      return [redeploy(name, 'rule')];
    }
  });
  return { findings, ...(schedule !== undefined && { schedule }) };
}

/** Returns the seconds between two checks. */
export function checkInterval(schedule: string | undefined): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule ?? '') ?? [];
  if (unit !== 'minute' && unit !== 'hour' && unit !== 'day') return CRON_SECONDS;
  return Number(count) * SECONDS[unit];
}

function lastCheck({ last }: ArrivalCheck, schedule: string | undefined, name: string, now: Date): Finding {
  const start = `aws lambda invoke --function-name ${name} arrival.json`;
  if (last === undefined)
    return warning(
      SUBJECT,
      NOT_CHECKED_YET,
      'The first check runs one interval after the deployment.',
      start,
    );
  const age = `The last check whether sign-in logs arrive was ${formatAge(last.At, now)} ago.`;
  const seconds = (now.getTime() - Date.parse(last.At)) / 1000;
  if (seconds <= 2 * checkInterval(schedule) + MARGIN_SECONDS) return ok(SUBJECT, age);
  return problem(
    SUBJECT,
    age,
    `That is more than two intervals, so logs can be missing without notice. Find the error in the log /aws/lambda/${name}.`,
    start,
  );
}
