import {
  CognitoIdentityProviderClient,
  GetLogDeliveryConfigurationCommand,
  ListUserPoolReplicasCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientAccess } from '../../../../lib/aws/aws-access.ts';
import { timeouts } from '../../../../lib/aws/timeouts.ts';
import { parameterName } from '../../../../lib/domain/user-pool-id.ts';
import type { OpenService } from '../../../service/open-service.ts';
import { checking, type Finding, ok, problem, warning } from '../finding.ts';

type Service = Pick<OpenService, 'deployed' | 'cognito' | 'settings' | 'delivery' | 'context'>;

/**
 * Compares the log delivery of the pool with its replicas in other Regions, because each Region has its own
 * (docs/aws-facts.md#replicas). A Region that your credentials may not read gives an `unknown` finding. Returns nothing for a
 * pool that does not exist.
 */
export const checkReplicas = (service: Service, id: string): Promise<readonly Finding[]> =>
  checking(id, 'cognito-idp:ListUserPoolReplicas', async () => {
    const observed = await service.delivery.get(id, service.context);
    if (observed.kind === 'PoolNotFound') return [];
    const regions = await otherRegions(service, id);
    if (regions.length === 0) return [ok(id, 'The pool has no replica in another Region.')];
    const sources = observed.LogConfigurations.map(({ EventSource }) => EventSource);
    return (await Promise.all(regions.map((region) => checkReplica(service, id, region, sources)))).flat();
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
  { deployed, settings }: Service,
  id: string,
  region: string,
  sources: readonly string[],
): Promise<readonly Finding[]> {
  const client = { ...timeouts, retryMode: 'adaptive', maxAttempts: 10 } as const;
  const aws = { ...deployed.aws, region };
  const delivery = await checking(id, `cognito-idp:GetLogDeliveryConfiguration in ${region}`, async () =>
    compare(
      id,
      [settings.region, sources],
      [
        region,
        await sourcesIn(
          new CognitoIdentityProviderClient({ ...client, ...clientAccess(aws, 'Cognito Identity Provider') }),
          id,
        ),
      ],
    ),
  );
  const parameter = await checking(id, `ssm:GetParameters in ${region}`, async () => {
    const Names = [parameterName(settings.prefix, id)];
    const { Parameters = [] } = await new SSMClient({ ...client, ...clientAccess(aws, 'SSM') }).send(
      new GetParametersCommand({ Names }),
    );
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

type Side = readonly [region: string, sources: readonly string[]];

/** Compares event sources only: destinations differ, because they are in the Region of their replica. */
function compare(id: string, here: Side, there: Side): readonly Finding[] {
  const missing = [missingIn(id, there, here), missingIn(id, here, there)].flat();
  if (missing.length > 0) return missing;
  return [ok(id, `The replica in ${there[0]} exports the same event sources.`)];
}

/** Reports the event sources that only the other side exports. */
function missingIn(id: string, [region, sources]: Side, [otherRegion, others]: Side): readonly Finding[] {
  const missing = others.filter((source) => !sources.includes(source));
  if (missing.length === 0) return [];
  return [
    problem(
      id,
      `The pool in ${region} does not export ${missing.join(' and ')}, and its replica in ${otherRegion} does.`,
      `Each Region has its own log delivery. While ${region} serves sign-ins, these logs are missing.`,
      `clr put ${id} FILE --region ${region}`,
    ),
  ];
}
