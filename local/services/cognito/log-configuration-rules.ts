import { AwsError } from '../../core/aws-error.ts';
import type { LogConfiguration, Pool } from './pools.ts';

/**
 * Throws for entries that Cognito rejects after the shape check, when the pool exists
 * (docs/aws-facts.md#entry-checks and docs/aws-facts.md#event-sources). The checks run in this order; the
 * real order is [unverified].
 */
export function validateLogConfigurations(entries: readonly LogConfiguration[], tier: Pool['tier']): void {
  requireDestinationsAndUniqueSources(entries);
  for (const entry of entries) validateEntry(entry);
  if (tier !== 'PLUS' && entries.some((entry) => entry.EventSource === 'userAuthEvents'))
    // The name of the error is measured; its text is [unverified].
    throw new AwsError(
      'FeatureUnavailableInTierException',
      `The event source userAuthEvents is not available in the ${tier} tier.`,
    );
}

/** Both sentences are in one message if both apply. */
function requireDestinationsAndUniqueSources(entries: readonly LogConfiguration[]): void {
  const withoutDestination = entries
    .filter((entry) => destinationsOf(entry).length === 0)
    .map((entry) => entry.EventSource);
  const sources = entries.map((entry) => entry.EventSource);
  const repeated = sources.filter((source, index) => sources.indexOf(source) !== index);
  const sentences = [
    ...sentenceAbout('Following event sources in request have no destination', withoutDestination),
    ...sentenceAbout('Following event sources appear more then once in a request', repeated),
  ];
  if (sentences.length > 0) throw invalid(['Request validation Failed.', ...sentences].join(' '));
}

function sentenceAbout(problem: string, sources: readonly string[]): readonly string[] {
  return sources.length === 0 ? [] : [`${problem}: [${[...new Set(sources)].join(', ')}].`];
}

/**
 * The rejections are documented, but not their texts. Whether Cognito enforces levels everywhere is
 * [unverified] (docs/aws-facts.md#level-enforcement).
 */
function validateEntry(entry: LogConfiguration): void {
  const source = entry.EventSource;
  const destinations = destinationsOf(entry);
  if (destinations.length > 1)
    throw invalid(`Event source ${source} has more than one destination: [${destinations.join(', ')}].`);
  const level = source === 'userNotification' ? 'ERROR' : 'INFO';
  if (entry.LogLevel !== level)
    throw invalid(`Event source ${source} requires the log level ${level}, not ${entry.LogLevel}.`);
  if (source === 'userNotification' && destinations[0] !== 'CloudWatchLogsConfiguration')
    throw invalid(`Event source ${source} requires CloudWatchLogsConfiguration, not ${destinations[0]}.`);
}

/** Returns the destination types that have an ARN. A destination object without its ARN does not count. */
function destinationsOf(entry: LogConfiguration): readonly string[] {
  return [
    ...(entry.CloudWatchLogsConfiguration?.LogGroupArn === undefined ? [] : ['CloudWatchLogsConfiguration']),
    ...(entry.S3Configuration?.BucketArn === undefined ? [] : ['S3Configuration']),
    ...(entry.FirehoseConfiguration?.StreamArn === undefined ? [] : ['FirehoseConfiguration']),
  ];
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
