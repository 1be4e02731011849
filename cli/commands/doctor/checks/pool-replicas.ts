import {
  CognitoIdentityProviderClient,
  GetLogDeliveryConfigurationCommand,
  ListUserPoolReplicasCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { requestHandler } from '../../../../lib/aws/timeouts.ts';
import type { DesiredState } from '../../../../lib/domain/desired.ts';
import { parameterName } from '../../../../lib/domain/user-pool-id.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { checking, type Finding, ok, problem, warning } from '../finding.ts';

type Service = Pick<OpenService, 'cognito' | 'settings'>;

/**
 * Compares the log delivery of the pool with its replicas in other Regions, because each Region has its own
 * (docs/aws-facts.md#replicas). A Region that your credentials may not read gives an `unknown` finding.
 */
export const checkReplicas = (
  service: Service,
  id: string,
  { LogConfigurations }: DesiredState,
): Promise<readonly Finding[]> =>
  checking(id, 'cognito-idp:ListUserPoolReplicas', async () => {
    const regions = await otherRegions(service, id);
    const sources = LogConfigurations.map(({ EventSource }) => EventSource);
    const found = await Promise.all(regions.map((region) => checkReplica(service, id, region, sources)));
    return regions.length === 0 ? [ok(id, 'The pool has no replica in another Region.')] : found.flat();
  });

async function otherRegions({ cognito, settings }: Service, UserPoolId: string): Promise<readonly string[]> {
  const regions: string[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListUserPoolReplicasCommand({ UserPoolId, ...(NextToken && { NextToken }) });
    const response = await cognito.send(command);
    for (const { RegionName } of response.UserPoolReplicas ?? [])
      if (RegionName !== undefined && RegionName !== settings.region) regions.push(RegionName);
    NextToken = response.NextToken;
  } while (NextToken);
  return regions;
}

async function checkReplica(
  { settings }: Service,
  id: string,
  region: string,
  sources: readonly string[],
): Promise<readonly Finding[]> {
  const client = { region, requestHandler, retryMode: 'adaptive', maxAttempts: 10 };
  const delivery = await checking(id, `cognito-idp:GetLogDeliveryConfiguration in ${region}`, async () =>
    compare(id, region, sources, await sourcesIn(new CognitoIdentityProviderClient(client), id)),
  );
  const parameter = await checking(id, `ssm:GetParameters in ${region}`, async () => {
    const Names = [parameterName(settings.prefix, id)];
    const { Parameters = [] } = await new SSMClient(client).send(new GetParametersCommand({ Names }));
    if (Parameters.length > 0) return [ok(id, `The replica in ${region} has a parameter.`)];
    return [
      warning(
        id,
        `The replica in ${region} has no parameter.`,
        `The log delivery of the replica is not managed. It needs a parameter and a stack in ${region}.`,
        `clr import ${id} --put --region ${region}`,
      ),
    ];
  });
  return [...delivery, ...parameter];
}

async function sourcesIn(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<readonly string[]> {
  const response = await client.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
  const { LogConfigurations = [] } = response.LogDeliveryConfiguration ?? {};
  return LogConfigurations.map(({ EventSource = '' }) => EventSource);
}

/** Compares event sources only: destinations differ, because they are in the Region of their replica. */
function compare(
  id: string,
  region: string,
  here: readonly string[],
  there: readonly string[],
): readonly Finding[] {
  const missing = here.filter((source) => !there.includes(source));
  if (missing.length === 0) return [ok(id, `The replica in ${region} exports the same event sources.`)];
  return [
    problem(
      id,
      `The replica in ${region} does not export ${missing.join(' and ')}.`,
      `Each Region has its own log delivery. While ${region} serves sign-ins, these logs are missing.`,
      `clr put ${id} FILE --region ${region}`,
    ),
  ];
}
